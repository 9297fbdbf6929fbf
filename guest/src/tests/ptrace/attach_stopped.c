// Attaching to a stopped process, and what detaching leaves of its stop.
#include "tracing.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        raise(SIGSTOP);
        _exit(5);
    }
    int status;
    waitpid(pid, &status, WUNTRACED);
    show("attach", ptrace(PTRACE_ATTACH, pid, 0, 0));
    show_stop("stop", pid);
    show_bool("traced stop", await_state(pid, 't'));
    show("detach, stop again", ptrace(PTRACE_DETACH, pid, 0, SIGSTOP));
    show_bool("stopped", await_state(pid, 'T'));
    show("seize", ptrace(PTRACE_SEIZE, pid, 0, 0));
    show_stop("stop", pid);
    show("detach", ptrace(PTRACE_DETACH, pid, 0, 0));
    show_bool("still stopped", await_state(pid, 'T'));
    kill(pid, SIGCONT);
    show_end("child", pid);
    return 0;
}
