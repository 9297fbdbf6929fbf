// Writes up to PIPE_BUF from many processes never mix.
#include "guest.h"

int main(void)
{
    enum { WRITERS = 4, RECORDS = 100, SIZE = 512 };
    int pipes[2];
    pipe(pipes);
    for (int i = 0; i < WRITERS; i++) {
        if (fork() == 0) {
            char record[SIZE];
            memset(record, 'a' + i, SIZE);
            for (int n = 0; n < RECORDS; n++)
                write(pipes[1], record, SIZE);
            _exit(0);
        }
    }
    close(pipes[1]);
    char record[SIZE];
    int counts[WRITERS] = {0}, mixed = 0;
    for (;;) {
        size_t used = 0;
        ssize_t got;
        while (used < SIZE && (got = read(pipes[0], record + used, SIZE - used)) > 0)
            used += (size_t)got;
        if (used < SIZE)
            break;
        for (int i = 1; i < SIZE; i++)
            mixed += record[i] != record[0];
        counts[record[0] - 'a']++;
    }
    while (wait(NULL) > 0) {
    }
    printf("%d %d %d %d, mixed %d\n", counts[0], counts[1], counts[2], counts[3], mixed);
    return 0;
}
