// clone(CLONE_SIGHAND): handlers are one table, masks and pending signals are each task's own.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));

static void handler(int signal) { (void)signal; }

static int child(void *unused)
{
    (void)unused;
    handle(SIGUSR1, handler, 0);
    mask_signal(SIG_BLOCK, SIGUSR2);
    raise(SIGUSR2);
    return 0;
}

int main(void)
{
    struct sigaction action;
    sigset_t set;
    pid_t pid =
        clone(child, stack + sizeof stack, CLONE_VM | CLONE_SIGHAND | SIGCHLD, NULL);
    show_end("child", pid);
    sigaction(SIGUSR1, NULL, &action);
    show_bool("handler shared", action.sa_handler == handler);
    sigprocmask(SIG_BLOCK, NULL, &set);
    show("mask shared", sigismember(&set, SIGUSR2));
    sigpending(&set);
    show("pending shared", sigismember(&set, SIGUSR2));
    return 0;
}
