// waitid(2): what the siginfo says, WNOWAIT leaves the child, and which options are needed.
#include "guest.h"

static void show_info(const char *what, const siginfo_t *info, pid_t pid)
{
    static const char *codes[] = {"?", "EXITED", "KILLED", "DUMPED", "TRAPPED", "STOPPED", "CONTINUED"};
    printf("%s: %s %s status %d pid %s uid %s\n", what, signal_name(info->si_signo),
           codes[info->si_code], info->si_status, info->si_pid == pid ? "right" : "wrong",
           info->si_uid == getuid() ? "right" : "wrong");
}

int main(void)
{
    siginfo_t info;
    int gate[2];
    char byte;
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        raise(SIGSTOP);
        read(gate[0], &byte, 1);
        _exit(33);
    }
    show("no options", waitid(P_PID, (id_t)pid, &info, 0));
    show("stopped", waitid(P_PID, (id_t)pid, &info, WSTOPPED));
    show_info("info", &info, pid);
    memset(&info, 0x55, sizeof info);
    show("nothing yet", waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG));
    printf("info: signo %d pid %d\n", info.si_signo, info.si_pid);
    kill(pid, SIGCONT);
    show("continued", waitid(P_ALL, 0, &info, WCONTINUED));
    show_info("info", &info, pid);
    write(gate[1], "x", 1);
    show("exited, left there", waitid(P_PGID, (id_t)getpgrp(), &info, WEXITED | WNOWAIT));
    show_info("info", &info, pid);
    show("exited, taken", waitid(P_PID, (id_t)pid, &info, WEXITED));
    show_info("info", &info, pid);
    show("gone", waitid(P_PID, (id_t)pid, &info, WEXITED));
    pid = fork();
    if (pid == 0) {
        raise(SIGTERM);
        _exit(0);
    }
    show("killed", waitid(P_PID, (id_t)pid, &info, WEXITED));
    show_info("info", &info, pid);
    show("bad id type", waitid((idtype_t)9, 0, &info, WEXITED));
    return 0;
}
