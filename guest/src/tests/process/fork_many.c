// Two hundred children alive at once, each waited for by its pid in reverse order.
#include "guest.h"

int main(void)
{
    enum { COUNT = 200 };
    pid_t pids[COUNT];
    int gate[2], distinct = 1;
    pipe(gate);
    for (int i = 0; i < COUNT; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            char byte;
            close(gate[1]);
            read(gate[0], &byte, 1);
            _exit(i % 256);
        }
        for (int j = 0; j < i; j++)
            distinct &= pids[j] != pids[i];
    }
    show_bool("pids distinct", distinct);
    show("none has ended", waitpid(-1, NULL, WNOHANG));
    close(gate[1]);
    int good = 0;
    for (int i = COUNT - 1; i >= 0; i--) {
        int status;
        good += waitpid(pids[i], &status, 0) == pids[i] && WEXITSTATUS(status) == i % 256;
    }
    printf("good: %d\n", good);
    return 0;
}
