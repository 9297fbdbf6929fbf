// Over exec: ignored stays ignored, handlers go, mask and pending stay, the other stack goes.
#include "guest.h"

static void handler(int signal) { (void)signal; }

static void tell(void)
{
    struct sigaction action;
    sigset_t set;
    stack_t stack;
    sigaction(SIGUSR1, NULL, &action);
    show_bool("ignored stays", action.sa_handler == SIG_IGN);
    sigaction(SIGUSR2, NULL, &action);
    show_bool("handler goes", action.sa_handler == SIG_DFL);
    printf("its flags %#x\n", action.sa_flags & (SA_RESTART | SA_NODEFER | SA_NOCLDSTOP));
    sigaction(SIGCHLD, NULL, &action);
    show_bool("ignored SIGCHLD stays", action.sa_handler == SIG_IGN);
    sigaction(64, NULL, &action);
    show_bool("ignored 64 stays", action.sa_handler == SIG_IGN);
    sigprocmask(SIG_BLOCK, NULL, &set);
    show("SIGTERM blocked", sigismember(&set, SIGTERM));
    show("40 blocked", sigismember(&set, 40));
    sigpending(&set);
    show("SIGTERM pending", sigismember(&set, SIGTERM));
    siginfo_t info;
    sigset_t forty;
    sigemptyset(&forty);
    sigaddset(&forty, 40);
    for (int i = 0; i < 2; i++) {
        sigwaitinfo(&forty, &info);
        printf("40 with %d\n", info.si_value.sival_int);
    }
    sigaltstack(NULL, &stack);
    printf("other stack: %d\n", stack.ss_flags);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        tell();
        return 0;
    }
    static char other[32768];
    signal(SIGUSR1, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);
    signal(64, SIG_IGN);
    handle(SIGUSR2, handler, SA_RESTART | SA_NODEFER);
    mask_signal(SIG_BLOCK, SIGTERM);
    mask_signal(SIG_BLOCK, 40);
    raise(SIGTERM);
    sigqueue(getpid(), 40, (union sigval){.sival_int = 1});
    sigqueue(getpid(), 40, (union sigval){.sival_int = 2});
    sigaltstack(&(stack_t){other, 0, sizeof other}, NULL);
    execl("/proc/self/exe", argv[0], "again", NULL);
    die("exec");
}
