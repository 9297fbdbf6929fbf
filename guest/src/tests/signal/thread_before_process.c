// A thread's own signals come before the process's, lower numbers first, faults before all.
#include "guest.h"

static volatile int order[16], count;

static void handler(int signal) { order[count++] = signal; }

int main(void)
{
    sigset_t set;
    sigemptyset(&set);
    int signals[] = {SIGUSR1, SIGUSR2, SIGTERM, SIGSEGV, 50};
    for (int i = 0; i < 5; i++) {
        struct sigaction action = {.sa_handler = handler};
        sigfillset(&action.sa_mask);
        sigaction(signals[i], &action, NULL);
        sigaddset(&set, signals[i]);
    }
    sigprocmask(SIG_BLOCK, &set, NULL);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGSEGV);
    raise(SIGTERM);
    raise(50);
    kill(getpid(), SIGUSR2);
    raise(SIGUSR2);
    sigset_t waiting;
    sigpending(&waiting);
    for (int i = 0; i < 5; i++)
        printf("%d", sigismember(&waiting, signals[i]));
    printf("\n");
    struct timespec none = {0, 0};
    int got;
    while ((got = sigtimedwait(&set, NULL, &none)) > 0)
        printf("%d ", got);
    printf("\n");
    return 0;
}
