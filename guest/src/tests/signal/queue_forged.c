// Which information may be sent along, and what is looked at first: the information, its origin, the target, the signal.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    siginfo_t info;
    for (int code = -8; code < 4; code++) {
        memset(&info, 0, sizeof info);
        info.si_code = code;
        printf("code %d\n", code);
        show("  to a child", syscall(SYS_rt_sigqueueinfo, pid, 0, &info));
        show("  to its thread", syscall(SYS_rt_tgsigqueueinfo, pid, pid, 0, &info));
        show("  to itself", syscall(SYS_rt_sigqueueinfo, getpid(), 0, &info));
        show("  to its own thread", syscall(SYS_rt_tgsigqueueinfo, getpid(), getpid(), 0, &info));
        show("  to nobody", syscall(SYS_rt_sigqueueinfo, 0x3ffff0, 0, &info));
        show("  a signal that is none", syscall(SYS_rt_sigqueueinfo, pid, 65, &info));
        show("  none to nobody", syscall(SYS_rt_sigqueueinfo, 0x3ffff0, 65, &info));
    }
    show("bad place", syscall(SYS_rt_sigqueueinfo, pid, 0, 8));
    show("bad place, nobody", syscall(SYS_rt_sigqueueinfo, 0x3ffff0, 65, 8));
    int fd = syscall(SYS_pidfd_open, pid, 0);
    info.si_code = SI_USER;
    info.si_signo = 0;
    show("descriptor", syscall(SYS_pidfd_send_signal, fd, 0, &info, 0));
    show("descriptor, another signal", syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, 0));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return 0;
}
