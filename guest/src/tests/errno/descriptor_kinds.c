// The same call on every kind of descriptor: what each refuses, and how.
#include "guest.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

static void attempts(const char *what, int fd)
{
    char byte;
    struct sockaddr address;
    socklen_t size = sizeof address;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    printf("%s\n", what);
    show("  read", read(fd, &byte, 1));
    show("  write", write(fd, "", 1));
    show("  lseek", lseek(fd, 0, SEEK_CUR));
    show("  ftruncate", ftruncate(fd, 1));
    show("  fsync", fsync(fd));
    show_ok("  mmap", mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1 : 0);
    show("  getsockname", getsockname(fd, &address, &size));
    show("  fchdir", fchdir(fd));
    // Newer kernels answer EINVAL for epoll.
    if (strcmp(what, "epoll") != 0)
        show("  TIOCGWINSZ", ioctl(fd, TIOCGWINSZ, &byte));
    show("  getdents", syscall(SYS_getdents64, fd, &address, 16));
}

int main(void)
{
    int pipes[2], pair[2];
    pipe(pipes);
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    mkdir("dir", 0755);
    handle(SIGPIPE, SIG_IGN, 0);
    attempts("reader of a pipe", pipes[0]);
    attempts("writer of a pipe", pipes[1]);
    attempts("socket", pair[0]);
    attempts("eventfd", eventfd(0, 0));
    attempts("epoll", epoll_create1(0));
    attempts("directory", open("dir", O_RDONLY));
    attempts("/dev/null", open("/dev/null", O_RDWR));
    return 0;
}
