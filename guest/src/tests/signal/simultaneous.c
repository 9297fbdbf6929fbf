// Several signals at once: all handlers are entered before the first instruction of the program goes on.
#include "guest.h"

static volatile int order[16], count, depth, deepest;

static void handler(int signal)
{
    depth++;
    if (depth > deepest)
        deepest = depth;
    order[count++] = signal;
    depth--;
}

static void run(const char *what, int flags, int mask)
{
    sigset_t set;
    sigemptyset(&set);
    count = deepest = 0;
    int signals[] = {SIGUSR2, SIGHUP, 40, SIGUSR1, 34, SIGTERM};
    for (int i = 0; i < 6; i++) {
        struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
        if (mask)
            sigfillset(&action.sa_mask);
        sigaction(signals[i], &action, NULL);
        sigaddset(&set, signals[i]);
    }
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 0; i < 6; i++) {
        kill(getpid(), signals[i]);
        kill(getpid(), signals[i]);
    }
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("%s:", what);
    for (int i = 0; i < count; i++)
        printf(" %d", order[i]);
    printf("\n");
}

int main(void)
{
    run("nothing blocked in handlers", 0, 0);
    run("all blocked in handlers", 0, 1);
    run("not even the own one blocked", SA_NODEFER, 0);
    return 0;
}
