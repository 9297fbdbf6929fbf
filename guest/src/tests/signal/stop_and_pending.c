// SIGCONT takes stops off, stops take SIGCONT off, also while blocked; a stopped process keeps the rest.
#include "guest.h"

static int pending(int signal)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, signal);
}

int main(void)
{
    int signals[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT};
    for (int i = 0; i < 4; i++)
        mask_signal(SIG_BLOCK, signals[i]);
    raise(SIGTSTP);
    kill(getpid(), SIGTTIN);
    printf("stops wait: %d %d\n", pending(SIGTSTP), pending(SIGTTIN));
    raise(SIGCONT);
    printf("after SIGCONT: %d %d %d\n", pending(SIGTSTP), pending(SIGTTIN), pending(SIGCONT));
    raise(SIGTTOU);
    printf("after SIGTTOU: %d %d\n", pending(SIGCONT), pending(SIGTTOU));
    signal(SIGTTOU, SIG_IGN);
    printf("ignored now: %d\n", pending(SIGTTOU));
    pid_t pid = fork();
    if (pid == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    await_state(pid, 'T');
    kill(pid, SIGTERM);
    kill(pid, SIGUSR1);
    printf("state %c\n", process_state(pid));
    kill(pid, SIGCONT);
    show_end("the lower one", pid);
    return 0;
}
