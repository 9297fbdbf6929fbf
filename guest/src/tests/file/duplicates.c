// dup, dup2, dup3 and F_DUPFD: numbers, flags, refusals.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    int fd = open("/dev/null", O_RDONLY);
    int lowest = dup(fd);
    show_bool("lowest free", lowest == fd + 1);
    show("dup2 to 20", dup2(fd, 20));
    show("dup2 to itself", dup2(20, 20));
    show("dup2 of a closed one to itself", dup2(30, 30));
    show("dup3 to itself", dup3(20, 20, 0));
    show("dup3 close on exec", dup3(fd, 21, O_CLOEXEC));
    show("flag", fcntl(21, F_GETFD));
    show("dup2 clears the flag", (dup2(21, 22), fcntl(22, F_GETFD)));
    show("dup3 bad flags", dup3(fd, 23, O_APPEND));
    show("F_DUPFD", fcntl(fd, F_DUPFD, 40));
    show("F_DUPFD next", fcntl(fd, F_DUPFD, 40));
    show("F_DUPFD_CLOEXEC", fcntl(fd, F_DUPFD_CLOEXEC, 50));
    show("flag", fcntl(50, F_GETFD));
    show("F_DUPFD negative", fcntl(fd, F_DUPFD, -1));
    show("dup2 negative", dup2(fd, -1));
    struct rlimit limit = {60, 60};
    setrlimit(RLIMIT_NOFILE, &limit);
    show("dup2 over the limit", dup2(fd, 60));
    show("F_DUPFD over the limit", fcntl(fd, F_DUPFD, 60));
    int last = fd;
    while (last >= 0 && last < 59)
        last = dup(fd);
    show("the last number", last);
    show("full", dup(fd));
    show("open when full", open("/dev/null", O_RDONLY));
    show("close", close(20));
    show("close again", close(20));
    show("reuse", open("/dev/null", O_RDONLY));
    return 0;
}
