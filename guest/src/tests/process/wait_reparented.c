// A waiter whose last child goes to somebody else finds none; the new parent waits for it.
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    int ids[2], gate[2];
    char byte;
    pipe(ids);
    pipe(gate);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t middle = fork();
    if (middle == 0) {
        pid_t pid = fork();
        if (pid == 0) {
            close(gate[1]);
            read(gate[0], &byte, 1);
            _exit(getppid() == 1 ? 1 : 6);
        }
        write(ids[1], &pid, sizeof pid);
        _exit(0);
    }
    pid_t grandchild;
    read(ids[0], &grandchild, sizeof grandchild);
    show("not mine yet, or already", waitpid(grandchild, NULL, WNOHANG) <= 0);
    show_end("middle", middle);
    close(gate[1]);
    show_end("grandchild", grandchild);
    return 0;
}
