// SA_RESETHAND, SA_NODEFER, sa_mask, and which flags sigaction gives back.
#include "guest.h"

static volatile int depth, deepest, blocked, runs;

static void handler(int signal)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    blocked = sigismember(&set, signal) * 10 + sigismember(&set, SIGUSR2);
    if (++depth > deepest)
        deepest = depth;
    if (++runs < 3)
        raise(signal);
    depth--;
}

static void try(const char *what, int flags, int mask)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, now;
    if (mask)
        sigaddset(&action.sa_mask, SIGUSR2);
    deepest = 0;
    runs = flags & SA_RESETHAND ? 2 : 0;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &now);
    printf("%s: depth %d, blocked %02d, handler %s\n", what, deepest, blocked,
           now.sa_handler == handler ? "stays" : now.sa_handler == SIG_DFL ? "default" : "?");
}

int main(void)
{
    try("plain", 0, 0);
    try("SA_NODEFER", SA_NODEFER, 0);
    try("mask", 0, 1);
    try("SA_NODEFER and mask", SA_NODEFER, 1);
    try("SA_RESETHAND", (int)SA_RESETHAND, 0);
    try("SA_RESETHAND and SA_NODEFER", (int)SA_RESETHAND | SA_NODEFER, 0);
    struct sigaction action = {.sa_handler = SIG_IGN};
    show("SIGKILL", sigaction(SIGKILL, &action, NULL));
    show("SIGSTOP", sigaction(SIGSTOP, &action, NULL));
    show("reading SIGKILL", sigaction(SIGKILL, NULL, &action));
    show("0", sigaction(0, NULL, &action));
    sigset_t all, now;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigprocmask(SIG_SETMASK, NULL, &now);
    printf("blockable: KILL %d STOP %d CONT %d 64 %d\n", sigismember(&now, SIGKILL), sigismember(&now, SIGSTOP),
           sigismember(&now, SIGCONT), sigismember(&now, 64));
    return 0;
}
