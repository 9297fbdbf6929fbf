// WNOWAIT looks without taking; a zombie stays until it is taken.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(5);
    siginfo_t info;
    for (int i = 0; i < 3; i++) {
        memset(&info, 0, sizeof info);
        show("look", waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
        printf("%s code %d status %d, state %c\n", signal_name(info.si_signo), info.si_code, info.si_status,
               process_state(pid));
    }
    show("take", waitid(P_PID, pid, &info, WEXITED));
    show("gone", waitid(P_PID, pid, &info, WEXITED));
    show("with waitpid", waitpid(-1, NULL, WNOWAIT));
    return 0;
}
