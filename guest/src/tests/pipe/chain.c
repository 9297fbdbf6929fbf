// A pipeline of ten processes, each adding one to every byte that passes.
#include "guest.h"

int main(void)
{
    int in = -1, first[2];
    pipe(first);
    in = first[0];
    for (int i = 0; i < 10; i++) {
        int next[2];
        pipe2(next, O_CLOEXEC);
        if (fork() == 0) {
            char byte;
            close(first[1]);
            close(next[0]);
            while (read(in, &byte, 1) == 1) {
                byte++;
                write(next[1], &byte, 1);
            }
            _exit(0);
        }
        close(in);
        close(next[1]);
        in = next[0];
    }
    write(first[1], "ABCxyz", 6);
    close(first[1]);
    char text[16] = "";
    size_t used = 0;
    ssize_t got;
    while ((got = read(in, text + used, sizeof text - used)) > 0)
        used += (size_t)got;
    while (wait(NULL) > 0) {
    }
    for (size_t i = 0; i < used; i++)
        printf("%d ", (unsigned char)text[i]);
    printf("\n");
    return 0;
}
