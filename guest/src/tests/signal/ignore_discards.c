// Setting a pending blocked signal to ignored throws it away.
#include "guest.h"

int main(void)
{
    sigset_t set;
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, SIGCHLD);
    raise(SIGUSR1);
    raise(SIGCHLD);
    sigpending(&set);
    printf("pending %d %d\n", sigismember(&set, SIGUSR1), sigismember(&set, SIGCHLD));
    handle(SIGUSR1, SIG_IGN, 0);
    handle(SIGCHLD, SIG_DFL, 0);
    sigpending(&set);
    printf("pending %d %d\n", sigismember(&set, SIGUSR1), sigismember(&set, SIGCHLD));
    handle(SIGUSR1, SIG_DFL, 0);
    mask_signal(SIG_UNBLOCK, SIGUSR1);
    raise(SIGURG);
    printf("alive\n");
    handle(SIGUSR2, SIG_IGN, 0);
    mask_signal(SIG_BLOCK, SIGUSR2);
    raise(SIGUSR2);
    sigpending(&set);
    printf("ignored and blocked: pending %d\n", sigismember(&set, SIGUSR2));
    return 0;
}
