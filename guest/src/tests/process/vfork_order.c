// vfork(2): the child borrows the parent's memory, and the parent sleeps until it ends.
#include "guest.h"

static volatile int step;

int main(void)
{
    pid_t pid = vfork();
    if (pid == 0) {
        step = 1;
        for (volatile int i = 0; i < 1000000; i++) {
        }
        step = 2;
        _exit(5);
    }
    printf("step seen by the parent: %d\n", step);
    show_end("child", pid);
    return 0;
}
