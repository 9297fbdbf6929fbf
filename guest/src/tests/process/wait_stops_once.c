// A stop is told once, a continue once; siginfo and status agree.
#include "guest.h"

static void look(const char *what, pid_t pid, int options)
{
    siginfo_t info;
    memset(&info, 0, sizeof info);
    long result = waitid(P_PID, pid, &info, options | WNOHANG);
    if (result != 0)
        printf("%s: %s\n", what, error_name(errno));
    else
        printf("%s: pid %d code %d status %d\n", what, info.si_pid == pid, info.si_code, info.si_status);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    await_state(pid, 'S');
    look("running", pid, WEXITED | WSTOPPED | WCONTINUED);
    kill(pid, SIGTSTP);
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    look("only ended ones", pid, WEXITED);
    look("look", pid, WSTOPPED | WNOWAIT);
    look("stop", pid, WSTOPPED);
    look("again", pid, WSTOPPED);
    kill(pid, SIGCONT);
    await_state(pid, 'S');
    look("look", pid, WCONTINUED | WNOWAIT);
    look("continue", pid, WCONTINUED);
    look("again", pid, WCONTINUED);
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    kill(pid, SIGCONT);
    await_state(pid, 'S');
    look("a stop that is over", pid, WSTOPPED);
    look("its continue", pid, WCONTINUED);
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    kill(pid, SIGKILL);
    await_state(pid, 'Z');
    look("killed while stopped", pid, WSTOPPED | WEXITED);
    return 0;
}
