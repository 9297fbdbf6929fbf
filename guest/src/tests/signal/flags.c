// SA_RESETHAND, SA_NODEFER and sa_mask.
#include "guest.h"

static volatile sig_atomic_t depth, deepest, runs;

static void nested(int signal)
{
    if (++depth > deepest)
        deepest = depth;
    if (++runs < 3)
        raise(signal);
    depth--;
}

static void show_mask(int signal)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    printf("in %s: USR1 %d USR2 %d HUP %d\n", signal_name(signal), sigismember(&set, SIGUSR1),
           sigismember(&set, SIGUSR2), sigismember(&set, SIGHUP));
}

static void attempt(const char *what, int flags)
{
    deepest = depth = runs = 0;
    handle(SIGUSR1, nested, flags);
    raise(SIGUSR1);
    printf("%s: depth %d\n", what, deepest);
}

int main(void)
{
    struct sigaction action = {.sa_handler = show_mask};
    attempt("plain", 0);
    attempt("SA_NODEFER", SA_NODEFER);
    pid_t pid = fork();
    if (pid == 0) {
        handle(SIGUSR1, show_mask, SA_RESETHAND);
        raise(SIGUSR1);
        raise(SIGUSR1);
        _exit(0);
    }
    show_end("SA_RESETHAND, second time", pid);
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaddset(&action.sa_mask, SIGHUP);
    sigaddset(&action.sa_mask, SIGKILL);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    action.sa_flags = SA_NODEFER;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    show("afterwards", sigismember(&set, SIGHUP));
    return 0;
}
