// Who cannot be traced, and requests to tasks that are not stopped.
#include "tracing.h"

static void body(void) { pause(); }

static void twice(void) { show("twice", ptrace(PTRACE_TRACEME, 0, 0, 0)); }

int main(void)
{
    pid_t pid = traced(twice, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("child", pid);
    show("oneself", ptrace(PTRACE_ATTACH, getpid(), 0, 0));
    show("nobody", ptrace(PTRACE_ATTACH, 0x3ffff0, 0, 0));
    show("number 0", ptrace(PTRACE_ATTACH, 0, 0, 0));
    show("a stranger's registers", ptrace(PTRACE_CONT, getppid(), 0, 0));
    pid = fork();
    if (pid == 0) {
        pause();
        _exit(0);
    }
    await_state(pid, 'S');
    show("not traced", ptrace(PTRACE_CONT, pid, 0, 0));
    show("seize with unknown options", ptrace(PTRACE_SEIZE, pid, 0, 0x80000000));
    show("seize with an address", ptrace(PTRACE_SEIZE, pid, 8, 0));
    show("seize", ptrace(PTRACE_SEIZE, pid, 0, 0));
    show("again", ptrace(PTRACE_SEIZE, pid, 0, 0));
    show("running", ptrace(PTRACE_CONT, pid, 0, 0));
    show("detach while it runs", ptrace(PTRACE_DETACH, pid, 0, 0));
    show("listen while it runs", ptrace(PTRACE_LISTEN, pid, 0, 0));
    pid_t other = fork();
    if (other == 0) {
        show("traced by another", ptrace(PTRACE_ATTACH, pid, 0, 0));
        _exit(0);
    }
    show_end("other", other);
    kill(pid, SIGKILL);
    show_end("child", pid);
    pid = traced(body, 0);
    show("unknown options", ptrace(PTRACE_SETOPTIONS, pid, 0, 0x80000000));
    show("bad signal", ptrace(PTRACE_CONT, pid, 0, 65));
    show("interrupt without seize", ptrace(PTRACE_INTERRUPT, pid, 0, 0));
    show("listen without seize", ptrace(PTRACE_LISTEN, pid, 0, 0));
    show("unknown request", ptrace((enum __ptrace_request)0x1234, pid, 0, 0));
    kill(pid, SIGKILL);
    show_end("child", pid);
    return 0;
}
