// A vfork child that is killed lets its parent go on.
#include "guest.h"

static volatile int step;

int main(void)
{
    pid_t pid = vfork();
    if (pid == 0) {
        step = 1;
        kill(getpid(), SIGKILL);
        step = 2;
        _exit(0);
    }
    printf("step %d\n", step);
    show_end("child", pid);
    pid = vfork();
    if (pid == 0) {
        step = 3;
        *(volatile int *)8 = 1;
        _exit(0);
    }
    printf("step %d\n", step);
    show_end("child", pid);
    return 0;
}
