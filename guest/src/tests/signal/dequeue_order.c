// The order in which several pending signals are taken: synchronous wait shows it plainly.
#include "guest.h"

int main(void)
{
    sigset_t all;
    siginfo_t info;
    struct timespec none = {0, 0};
    int sent[] = {SIGTERM, SIGRTMIN + 5, SIGUSR2, SIGHUP, SIGRTMIN, SIGSEGV, SIGCHLD, SIGILL};
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (size_t i = 0; i < sizeof sent / sizeof *sent; i++)
        kill(getpid(), sent[i]);
    raise(SIGINT);
    int signal;
    while ((signal = sigtimedwait(&all, &info, &none)) > 0) {
        if (signal >= SIGRTMIN)
            printf("RTMIN+%d\n", signal - SIGRTMIN);
        else
            printf("%s\n", signal_name(signal));
    }
    show("then", signal);
    return 0;
}
