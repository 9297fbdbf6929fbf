// exec under a tracer: SIGTRAP of old, or an event with the former id.
#include "tracing.h"

static void body(void)
{
    execl("/bin/true", "true", NULL);
    _exit(9);
}

static void failing(void)
{
    execl("/nothing", "nothing", NULL);
    _exit(9);
}

int main(void)
{
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("without the option", pid);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    pid = traced(body, PTRACE_O_TRACEEXEC);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("with it", pid);
    show_bool("former id", (pid_t)event_message(pid) == pid);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    pid = traced(failing, PTRACE_O_TRACEEXEC);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("a failing one", pid);
    pid = traced(body, PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD);
    for (int i = 0; i < 3; i++) {
        proceed(pid, PTRACE_SYSCALL, 0);
        show_stop("entry, event, exit", pid);
    }
    kill(pid, SIGKILL);
    show_stop("end", pid);
    return 0;
}
