// A pid namespace: its first process is 1, adopts orphans, and takes everyone along when it ends.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));

static int init(void *unused)
{
    (void)unused;
    printf("init: pid %d parent %d\n", getpid(), getppid());
    int gate[2];
    char byte;
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        if (fork() == 0) {
            read(gate[0], &byte, 1);
            printf("orphan: pid %d parent %d\n", getpid(), getppid());
            _exit(3);
        }
        _exit(2);
    }
    printf("child pid: %d\n", pid);
    int status;
    show_end("child", pid);
    write(gate[1], "x", 1);
    show("orphan reaped", wait(&status));
    show_status("orphan", status);
    show("kill an unknown pid", kill(1000, 0));
    if (fork() == 0)
        for (;;)
            pause();
    return 8;
}

int main(void)
{
    show_end("namespace", clone(init, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, NULL));
    return 0;
}
