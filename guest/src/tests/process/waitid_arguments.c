// What waitid refuses, and the order in which it looks.
#include "guest.h"

int main(void)
{
    siginfo_t info;
    show("no options", waitid(P_ALL, 0, &info, 0));
    show("WNOHANG alone", waitid(P_ALL, 0, &info, WNOHANG));
    show("unknown option", waitid(P_ALL, 0, &info, WEXITED | 0x100));
    show("unknown kind", waitid((idtype_t)7, 0, &info, WEXITED));
    show("id 0", waitid(P_PID, 0, &info, WEXITED));
    show("negative id", waitid(P_PID, (id_t)-1, &info, WEXITED));
    show("negative group", waitid(P_PGID, (id_t)-1, &info, WEXITED));
    show("own group", waitid(P_PGID, 0, &info, WEXITED));
    show("no children", waitid(P_ALL, 0, &info, WEXITED));
    show("bad pidfd", waitid((idtype_t)3, 77, &info, WEXITED));
    show("no pidfd", waitid((idtype_t)3, 0, &info, WEXITED));
    pid_t pid = fork();
    if (pid == 0)
        _exit(1);
    await_state(pid, 'Z');
    show("bad pointer", syscall(SYS_waitid, P_ALL, 0, (void *)8, WEXITED, NULL));
    show("taken all the same", waitid(P_ALL, 0, &info, WEXITED));
    pid = fork();
    if (pid == 0)
        _exit(1);
    await_state(pid, 'Z');
    show("bad usage pointer", syscall(SYS_waitid, P_ALL, 0, &info, WEXITED, (void *)8));
    show("NULL", waitid(P_ALL, 0, NULL, WEXITED));
    pid = fork();
    if (pid == 0) {
        pause();
        _exit(1);
    }
    memset(&info, 0x55, sizeof info);
    show("nothing yet", waitid(P_ALL, 0, &info, WEXITED | WNOHANG));
    printf("signo %#x pid %d\n", info.si_signo, info.si_pid);
    kill(pid, SIGKILL);
    show("bad status pointer", waitpid(pid, (int *)8, 0));
    show("waitpid of the least number", waitpid((pid_t)0x80000000, NULL, 0));
    show("waitpid with WEXITED", waitpid(-1, NULL, WEXITED));
    return 0;
}
