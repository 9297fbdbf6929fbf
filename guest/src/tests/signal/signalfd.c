// signalfd(2): signals as records to read.
#include "guest.h"
#include <poll.h>
#include <sys/signalfd.h>

int main(void)
{
    sigset_t set;
    struct signalfd_siginfo info[4];
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    show("nothing yet", read(fd, info, sizeof info));
    show("small buffer", read(fd, info, 10));
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 1});
    sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 2});
    raise(SIGUSR1);
    struct pollfd watched = {fd, POLLIN, 0};
    show("poll", poll(&watched, 1, 0));
    long got = read(fd, info, sizeof info) / (long)sizeof *info;
    show("records", got);
    for (int i = 0; i < got; i++)
        printf("%s code %d value %d\n", info[i].ssi_signo == SIGUSR1 ? "USR1" : "RTMIN",
               info[i].ssi_code, info[i].ssi_int);
    pid_t pid = fork();
    if (pid == 0)
        _exit(9);
    poll(&watched, 1, 5000);
    show("child record", read(fd, info, sizeof *info));
    printf("pid %d status %d code %d\n", (pid_t)info->ssi_pid == pid, info->ssi_status,
           info->ssi_code == CLD_EXITED);
    show("not a signalfd", signalfd(0, &set, 0));
    show("bad flags", signalfd(-1, &set, 1));
    return 0;
}
