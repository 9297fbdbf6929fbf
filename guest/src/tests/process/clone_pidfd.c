// clone(CLONE_PIDFD): a descriptor for the child, readable at its end, usable to signal it.
#include "guest.h"
#include <poll.h>
#include <sys/pidfd.h>

static char stack[65536] __attribute__((aligned(16)));

static int child(void *unused)
{
    (void)unused;
    while (pause() == -1) {
    }
    return 0;
}

int main(void)
{
    int pidfd = -1;
    pid_t pid = clone(child, stack + sizeof stack, CLONE_PIDFD | SIGCHLD, NULL, &pidfd);
    show_bool("got a descriptor", pidfd >= 0);
    show("close on exec", fcntl(pidfd, F_GETFD));
    struct pollfd watched = {pidfd, POLLIN, 0};
    show("poll while it lives", poll(&watched, 1, 0));
    show("signal it", syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0));
    show("poll at its end", poll(&watched, 1, 5000));
    show("readable", watched.revents == POLLIN);
    show_end("child", pid);
    show("signal it again", syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0));
    return 0;
}
