// A handler runs with its signal blocked, returns where it was, and may be queried and replaced.
#include "guest.h"

static volatile sig_atomic_t count;

static void handler(int signal)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    printf("handler %s, blocked inside: %d\n", signal_name(signal), sigismember(&set, signal));
    count++;
}

int main(void)
{
    struct sigaction old, action = {.sa_handler = handler};
    show("install", sigaction(SIGUSR1, &action, &old));
    show_bool("was default", old.sa_handler == SIG_DFL);
    show("raise", raise(SIGUSR1));
    kill(getpid(), SIGUSR1);
    action.sa_handler = SIG_IGN;
    sigaction(SIGUSR1, &action, &old);
    show_bool("was ours", old.sa_handler == handler);
    raise(SIGUSR1);
    printf("count %d\n", count);
    show("SIGKILL", sigaction(SIGKILL, &action, NULL));
    show("SIGSTOP", sigaction(SIGSTOP, &action, NULL));
    show("number 0", sigaction(0, &action, NULL));
    show("number 65", sigaction(65, &action, NULL));
    show("query SIGKILL", sigaction(SIGKILL, NULL, &old));
    return 0;
}
