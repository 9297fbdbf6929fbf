// fcntl(2): what F_GETFL tells, what F_SETFL may change, pipe sizes, owners.
#include "guest.h"

int main(void)
{
    int pipes[2];
    int fd = open("data", O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0644);
    int flags = fcntl(fd, F_GETFL);
    printf("access %d append %d nonblock %d creat %d\n", flags & O_ACCMODE, !!(flags & O_APPEND),
           !!(flags & O_NONBLOCK), !!(flags & O_CREAT));
    show("F_GETFD", fcntl(fd, F_GETFD));
    show("clear all", fcntl(fd, F_SETFL, 0));
    flags = fcntl(fd, F_GETFL);
    printf("access %d append %d nonblock %d\n", flags & O_ACCMODE, !!(flags & O_APPEND),
           !!(flags & O_NONBLOCK));
    show("access mode is fixed", (fcntl(fd, F_SETFL, O_RDONLY), fcntl(fd, F_GETFL) & O_ACCMODE));
    show("F_SETFD", fcntl(fd, F_SETFD, 0));
    show("F_GETFD", fcntl(fd, F_GETFD));
    pipe2(pipes, O_NONBLOCK | O_CLOEXEC);
    show("pipe flags", fcntl(pipes[0], F_GETFL) & O_NONBLOCK ? 1 : 0);
    show("pipe size", fcntl(pipes[0], F_GETPIPE_SZ));
    show("set pipe size", fcntl(pipes[0], F_SETPIPE_SZ, 10000));
    show("pipe size of a file", fcntl(fd, F_GETPIPE_SZ));
    show("owner at first", fcntl(pipes[0], F_GETOWN));
    fcntl(pipes[0], F_SETOWN, getpid());
    show_bool("owner", fcntl(pipes[0], F_GETOWN) == getpid());
    show("unknown command", fcntl(fd, 9999));
    show("bad descriptor", fcntl(99, F_GETFL));
    show("pipe2 bad flags", pipe2(pipes, 1));
    return 0;
}
