// sigprocmask(2): how to combine, what cannot be blocked, what a bad argument gives.
#include "guest.h"

static void show_set(const char *what)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    printf("%s:", what);
    for (int i = 1; i < 32; i++)
        if (sigismember(&set, i))
            printf(" %s", signal_name(i));
    printf("\n");
}

int main(void)
{
    sigset_t set;
    show_set("at first");
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, SIGUSR2);
    show_set("two blocked");
    mask_signal(SIG_UNBLOCK, SIGUSR1);
    show_set("one unblocked");
    mask_signal(SIG_SETMASK, SIGKILL);
    show_set("set to SIGKILL");
    sigfillset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    show_set("everything");
    show("bad how", sigprocmask(99, &set, NULL));
    show("bad how, no set", sigprocmask(99, NULL, &set));
    show("bad pointer", syscall(SYS_rt_sigprocmask, SIG_BLOCK, (sigset_t *)8, NULL, 8));
    show("bad size", syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 4));
    show("sigpending, bad size", syscall(SYS_rt_sigpending, &set, 16));
    show("sigaction, bad size", syscall(SYS_rt_sigaction, SIGHUP, NULL, NULL, 4));
    return 0;
}
