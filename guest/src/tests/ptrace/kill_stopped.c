// SIGKILL ends a task in any of its stops; PTRACE_KILL asks for the same.
#include "tracing.h"

static void body(void)
{
    for (;;)
        syscall(SYS_getppid);
}

int main(void)
{
    pid_t pid = traced(body, PTRACE_O_TRACESYSGOOD);
    kill(pid, SIGKILL);
    show_stop("at a signal", pid);
    pid = traced(body, PTRACE_O_TRACESYSGOOD);
    proceed(pid, PTRACE_SYSCALL, 0);
    show_stop("entry", pid);
    kill(pid, SIGKILL);
    show_stop("at an entry", pid);
    pid = traced(body, PTRACE_O_TRACESYSGOOD);
    proceed(pid, PTRACE_SYSCALL, 0);
    waitpid(pid, NULL, 0);
    proceed(pid, PTRACE_SYSCALL, 0);
    show_stop("exit", pid);
    kill(pid, SIGKILL);
    show_stop("at an exit", pid);
    pid = traced(body, PTRACE_O_TRACEEXIT);
    kill(pid, SIGKILL);
    show_stop("with an exit event wanted", pid);
    pid = traced(body, 0);
    show("PTRACE_KILL", ptrace(PTRACE_KILL, pid, 0, 0));
    show_stop("by PTRACE_KILL", pid);
    show("again", ptrace(PTRACE_KILL, pid, 0, 0));
    return 0;
}
