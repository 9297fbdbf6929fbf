// Group stops of a seized process: reported as such, PTRACE_LISTEN keeps them, SIGCONT ends them.
#include "tracing.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        for (;;)
            pause();
    }
    await_state(pid, 'S');
    ptrace(PTRACE_SEIZE, pid, 0, 0);
    kill(pid, SIGTSTP);
    show_stop("signal", pid);
    proceed(pid, PTRACE_CONT, SIGTSTP);
    show_stop("group stop", pid);
    proceed(pid, PTRACE_LISTEN, 0);
    show_bool("stays stopped", await_state(pid, 't'));
    kill(pid, SIGCONT);
    show_stop("woken", pid);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("SIGCONT itself", pid);
    proceed(pid, PTRACE_CONT, SIGCONT);
    show_bool("sleeps", await_state(pid, 'S'));
    kill(pid, SIGKILL);
    show_stop("end", pid);
    return 0;
}
