// Exit signals may be any signal, the last real-time ones too; what siginfo then says.
#include "guest.h"

static volatile sig_atomic_t number, code, status_told, right_child;
static volatile pid_t child;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    number = signal;
    code = info->si_code;
    status_told = info->si_status;
    right_child = info->si_pid == child;
}

static void try(int exit_signal)
{
    number = 0;
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &old);
    child = (pid_t)syscall(SYS_clone, exit_signal, NULL, NULL, NULL, NULL);
    if (child == 0)
        _exit(9);
    sigset_t none = old;
    sigsuspend(&none);
    sigprocmask(SIG_SETMASK, &old, NULL);
    printf("asked %d: got %d, code %d, status %d, pid %d\n", exit_signal, number, code, status_told, right_child);
    int status;
    show("plain wait", waitpid(child, &status, WNOHANG) == child);
    show_bool("__WALL", waitpid(child, &status, __WALL) == child);
}

int main(void)
{
    int signals[] = {SIGCHLD, SIGUSR2, 34, 63, 64};
    for (unsigned i = 0; i < 5; i++) {
        struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
        if (sigaction(signals[i], &action, NULL) != 0)
            printf("sigaction %d: %s\n", signals[i], error_name(errno));
        try(signals[i]);
    }
    return 0;
}
