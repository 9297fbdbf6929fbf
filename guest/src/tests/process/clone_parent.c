// clone(CLONE_PARENT): the new process is the caller's sibling, and its parent waits for it.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));
static pid_t grandparent;

static int sibling(void *unused)
{
    (void)unused;
    return getppid() == grandparent ? 11 : 12;
}

int main(void)
{
    grandparent = getpid();
    int report[2];
    pipe(report);
    pid_t middle = fork();
    if (middle == 0) {
        pid_t pid = clone(sibling, stack + sizeof stack, CLONE_PARENT | SIGCHLD, NULL);
        show("middle has children", waitpid(pid, NULL, 0));
        write(report[1], &pid, sizeof pid);
        _exit(0);
    }
    pid_t pid;
    read(report[0], &pid, sizeof pid);
    show_end("sibling", pid);
    show_end("middle", middle);
    return 0;
}
