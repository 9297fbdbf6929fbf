// GETSIGINFO and SETSIGINFO at a signal stop; at other stops there is none.
#include "tracing.h"

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("signal %d code %d value %d\n", signal, info->si_code, info->si_value.sival_int);
}

static void body(void)
{
    handle_info(SIGUSR1, handler, 0);
    handle_info(SIGRTMAX, handler, 0);
    sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 11});
    sigqueue(getpid(), SIGRTMAX, (union sigval){.sival_int = 22});
    raise(SIGUSR1);
}

int main(void)
{
    siginfo_t info;
    pid_t pid = traced(body, PTRACE_O_TRACESYSGOOD);
    show("at the first stop", ptrace(PTRACE_GETSIGINFO, pid, 0, &info));
    printf("  %s code %d\n", signal_name(info.si_signo), info.si_code);
    proceed(pid, PTRACE_SYSCALL, 0);
    waitpid(pid, NULL, 0);
    show("at a system call", ptrace(PTRACE_GETSIGINFO, pid, 0, &info));
    printf("  %d code %#x\n", info.si_signo, info.si_code);
    proceed(pid, PTRACE_CONT, 0);
    for (int i = 0; i < 3; i++) {
        show_stop("signal", pid);
        ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
        printf("  %d code %d value %d\n", info.si_signo, info.si_code, info.si_code == SI_QUEUE ? info.si_value.sival_int : 0);
        if (i == 1) {
            info.si_value.sival_int = 99;
            show("set", ptrace(PTRACE_SETSIGINFO, pid, 0, &info));
        }
        proceed(pid, PTRACE_CONT, i == 2 ? 0 : info.si_signo);
    }
    show_stop("end", pid);
    return 0;
}
