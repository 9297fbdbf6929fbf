// PTRACE_TRACEME: signals stop the child, and its tracer decides what becomes of them.
#include "tracing.h"

static volatile int got;

static void handler(int signal) { got = got * 100 + signal; }

static void body(void)
{
    handle(SIGUSR1, handler, 0);
    handle(SIGUSR2, handler, 0);
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGUSR1);
    _exit(got == 1012 ? 1 : 2);
}

int main(void)
{
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("first", pid);
    proceed(pid, PTRACE_CONT, SIGUSR1);
    show_stop("second", pid);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("third", pid);
    proceed(pid, PTRACE_CONT, SIGUSR2);
    show_stop("end", pid);
    return 0;
}
