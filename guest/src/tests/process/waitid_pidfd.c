// pidfd_open(2) and waitid(P_PIDFD): waiting through a descriptor.
#include "guest.h"
#include <poll.h>

int main(void)
{
    siginfo_t info;
    pid_t pid = fork();
    if (pid == 0) {
        sleep_millis(20);
        _exit(12);
    }
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    show_bool("opened", pidfd >= 0);
    struct pollfd watched = {pidfd, POLLIN, 0};
    show("poll", poll(&watched, 1, 10000));
    show("waitid", waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED));
    printf("status %d, pid right: %d\n", info.si_status, info.si_pid == pid);
    show("again", waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED));
    show("not a pidfd", waitid(P_PIDFD, 0, &info, WEXITED));
    show("pidfd of nobody", syscall(SYS_pidfd_open, 0x3fffff, 0));
    show("bad flags", syscall(SYS_pidfd_open, getpid(), 1));
    return 0;
}
