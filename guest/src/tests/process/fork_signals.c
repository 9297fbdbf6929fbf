// What of signals a fork hands on: handlers and mask yes, pending signals and alarms no.
#include "guest.h"

static void on_usr1(int signal)
{
    (void)signal;
    write(1, "handler\n", 8);
}

int main(void)
{
    handle(SIGUSR1, on_usr1, 0);
    handle(SIGUSR2, SIG_IGN, 0);
    mask_signal(SIG_BLOCK, SIGUSR1);
    raise(SIGUSR1);
    alarm(100);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t set;
        sigpending(&set);
        show("child pending", sigismember(&set, SIGUSR1));
        sigprocmask(SIG_BLOCK, NULL, &set);
        show("child blocked", sigismember(&set, SIGUSR1));
        show("child alarm", alarm(0));
        raise(SIGUSR2);
        raise(SIGUSR1);
        mask_signal(SIG_UNBLOCK, SIGUSR1);
        _exit(0);
    }
    show_end("child", pid);
    show_bool("parent alarm still set", alarm(0) > 90);
    mask_signal(SIG_UNBLOCK, SIGUSR1);
    return 0;
}
