// CLONE_VFORK without CLONE_VM: the parent waits, but memory is copied.
#include "guest.h"

static volatile int step;

int main(void)
{
    int shared[2];
    pipe(shared);
    fcntl(shared[0], F_SETFL, O_NONBLOCK);
    pid_t pid = (pid_t)syscall(SYS_clone, CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0) {
        step = 1;
        sched_yield();
        write(shared[1], "done", 4);
        _exit(4);
    }
    char text[8];
    show("written before the parent went on", read(shared[0], text, sizeof text));
    printf("step seen by the parent: %d\n", step);
    show_end("child", pid);
    return 0;
}
