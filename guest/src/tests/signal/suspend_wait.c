// sigsuspend(2), sigwait(3), sigtimedwait(2): taking signals when one wants them.
#include "guest.h"

static volatile sig_atomic_t handled;
static void handler(int signal) { handled = signal; }

int main(void)
{
    sigset_t set, empty, current;
    siginfo_t info;
    int signal;
    struct timespec soon = {0, 5000000}, bad = {0, -1};
    handle(SIGUSR1, handler, 0);
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, SIGUSR2);
    raise(SIGUSR1);
    printf("handled before: %d\n", handled);
    sigemptyset(&empty);
    show("sigsuspend", sigsuspend(&empty));
    printf("handled: %s\n", signal_name(handled));
    sigprocmask(SIG_BLOCK, NULL, &current);
    show("blocked again", sigismember(&current, SIGUSR1));
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    raise(SIGUSR2);
    show("sigwait", sigwait(&set, &signal));
    printf("got %s\n", signal_name(signal));
    show("nothing in time", sigtimedwait(&set, &info, &soon));
    show("bad time", sigtimedwait(&set, &info, &bad));
    sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = 5});
    show("sigwaitinfo", sigwaitinfo(&set, &info) == SIGUSR2);
    printf("code %d value %d\n", info.si_code == SI_QUEUE, info.si_value.sival_int);
    handle(SIGALRM, handler, 0);
    alarm(1);
    show("another signal", sigtimedwait(&set, &info, NULL));
    return 0;
}
