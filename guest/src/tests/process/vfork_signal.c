// Signals for a parent inside vfork wait until its child lets go.
#include "guest.h"

static volatile int handled, seen_by_child;

static void handler(int signal)
{
    (void)signal;
    handled = 1;
}

int main(void)
{
    handle(SIGUSR1, handler, 0);
    pid_t pid = vfork();
    if (pid == 0) {
        kill(getppid(), SIGUSR1);
        sched_yield();
        seen_by_child = handled;
        _exit(0);
    }
    printf("handled while the child had the memory: %d\n", seen_by_child);
    printf("handled after it: %d\n", handled);
    show_end("child", pid);
    return 0;
}
