// A child steps, one instruction at a time, through code that its parent ran before the fork and
// that it has not touched itself.
#include "guest.h"
#include <sys/ptrace.h>

static volatile long sum;

// Each has a page of its own.
__attribute__((noinline, aligned(4096))) static long first(long n)
{
    for (long i = 0; i < n; i++)
        sum += i * i;
    return sum;
}

__attribute__((noinline, aligned(4096))) static long second(long n)
{
    for (long i = 0; i < n; i++)
        sum ^= first(3) + i;
    return sum & 0xff;
}

int main(void)
{
    long expected = second(20);
    sum = 0;
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        _exit(second(20) == expected ? 0 : 1);
    }
    int status;
    long steps = 0;
    waitpid(child, &status, 0);
    show_status("child", status);
    while (WIFSTOPPED(status)) {
        int signal = WSTOPSIG(status);
        if (signal != SIGTRAP && signal != SIGSTOP)
            show_status("stop", status);
        ptrace(PTRACE_SINGLESTEP, child, 0, signal == SIGSEGV ? SIGSEGV : 0);
        waitpid(child, &status, 0);
        steps++;
    }
    show_status("child", status);
    show_bool("hundreds of steps", steps > 500);
}
