// Children of a seized process are seized too: they stop with an event, not with SIGSTOP.
#include "tracing.h"

int main(void)
{
    int gate[2];
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        char byte;
        read(gate[0], &byte, 1);
        pid_t child = fork();
        if (child == 0)
            _exit(4);
        int status;
        waitpid(child, &status, 0);
        _exit(WEXITSTATUS(status) + 1);
    }
    ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEFORK);
    write(gate[1], "x", 1);
    show_stop("maker", pid);
    pid_t child = (pid_t)event_message(pid);
    show_stop("child", child);
    proceed(child, PTRACE_CONT, 0);
    show_stop("child", child);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("maker", pid);
    proceed(pid, PTRACE_CONT, SIGCHLD);
    show_stop("maker", pid);
    return 0;
}
