// Standard signals merge while pending; real-time ones queue, lowest number first, in order.
#include "guest.h"

static int order[64], count;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    order[count++] = (signal >= SIGRTMIN ? signal - SIGRTMIN + 1 : 0) * 100 + info->si_value.sival_int;
}

int main(void)
{
    sigset_t all, old;
    int signals[] = {SIGUSR1, SIGRTMIN + 2, SIGRTMIN, SIGRTMIN + 1};
    sigfillset(&all);
    for (int i = 0; i < 4; i++) {
        struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO, .sa_mask = all};
        sigaction(signals[i], &action, NULL);
    }
    sigprocmask(SIG_BLOCK, &all, &old);
    for (int value = 1; value <= 3; value++)
        for (int i = 0; i < 4; i++)
            sigqueue(getpid(), signals[i], (union sigval){.sival_int = value});
    sigprocmask(SIG_SETMASK, &old, NULL);
    // Handlers are stacked: the last one set up runs first, so each signal's mask of all matters.
    for (int i = 0; i < count; i++)
        printf("%d\n", order[i]);
    return 0;
}
