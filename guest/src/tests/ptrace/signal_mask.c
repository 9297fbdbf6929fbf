// A tracer reads and writes the mask of blocked signals, and sees what is queued.
#include "tracing.h"
#include <linux/ptrace.h>

static void body(void)
{
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, 40);
    raise(SIGUSR1);
    sigqueue(getpid(), 40, (union sigval){.sival_int = 1});
    sigqueue(getpid(), 40, (union sigval){.sival_int = 2});
    raise(SIGTRAP);
    raise(SIGTRAP);
}

int main(void)
{
    unsigned long long mask = 0;
    siginfo_t infos[4];
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("stop", pid);
    show("get mask", ptrace(PTRACE_GETSIGMASK, pid, 8, &mask));
    printf("mask %#llx\n", mask);
    show("wrong size", ptrace(PTRACE_GETSIGMASK, pid, 4, &mask));
    struct ptrace_peeksiginfo_args arguments = {0, 0, 4};
    show("the thread's queue", ptrace(PTRACE_PEEKSIGINFO, pid, &arguments, infos));
    printf("  %s\n", signal_name(infos[0].si_signo));
    arguments.flags = PTRACE_PEEKSIGINFO_SHARED;
    show("the process's queue", ptrace(PTRACE_PEEKSIGINFO, pid, &arguments, infos));
    printf("  %d %d, %d %d\n", infos[0].si_signo, infos[0].si_value.sival_int, infos[1].si_signo, infos[1].si_value.sival_int);
    arguments.off = 1;
    show("from the second on", ptrace(PTRACE_PEEKSIGINFO, pid, &arguments, infos));
    arguments.flags = 8;
    show("unknown flag", ptrace(PTRACE_PEEKSIGINFO, pid, &arguments, infos));
    mask = ~0ULL;
    show("block all", ptrace(PTRACE_SETSIGMASK, pid, 8, &mask));
    ptrace(PTRACE_GETSIGMASK, pid, 8, &mask);
    printf("KILL and STOP stay out: %d\n", (mask & (1ULL << 8 | 1ULL << 18)) == 0);
    mask = 0;
    ptrace(PTRACE_SETSIGMASK, pid, 8, &mask);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("what was blocked comes", pid);
    kill(pid, SIGKILL);
    show_stop("end", pid);
    return 0;
}
