// When several arguments are bad, which one is noticed first.
#include "guest.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

int main(void)
{
    struct stat status;
    char text[8];
    void *bad = (void *)8;
    show("read: bad fd, bad buffer", read(99, bad, 1));
    show("read: good fd, bad buffer, length 0", read(open("/dev/zero", O_RDONLY), bad, 0));
    show("write: bad fd, length 0", write(99, bad, 0));
    show("open: bad path, bad flags", open(bad, O_TMPFILE | O_RDONLY, 0644));
    show("stat: bad path, bad buffer", syscall(SYS_stat, bad, bad));
    show("stat: missing, bad buffer", syscall(SYS_stat, "missing", bad));
    show("fstat: bad fd, bad buffer", syscall(SYS_fstat, 99, bad));
    show("lseek: bad fd, bad origin", lseek(99, 0, 99));
    show("dup2: bad old, bad new", dup2(99, -1));
    show("dup3: same, bad flags", dup3(1, 1, 0x123));
    show("fcntl: bad fd, bad command", fcntl(99, 9999));
    show("ioctl: bad fd", ioctl(99, 0, bad));
    show("mkdir: bad path", mkdir(bad, 0777));
    show("rename: missing to bad", rename("missing", bad));
    show("rename: bad to missing", rename(bad, "missing"));
    show("kill: bad pid, bad signal", kill(0x3fffff, 100));
    show("sigaction: bad signal, bad pointer", syscall(SYS_rt_sigaction, 100, bad, NULL, 8));
    show("sigaction: bad size and signal", syscall(SYS_rt_sigaction, 100, bad, NULL, 4));
    show("sigprocmask: bad how, bad pointer", syscall(SYS_rt_sigprocmask, 9, bad, NULL, 8));
    show("waitpid: no child, bad options", waitpid(-1, NULL, 0x10000));
    show("waitid: bad type, no options", waitid((idtype_t)9, 0, NULL, 0));
    show("socket: bad family, bad type", socket(999, 999, 0));
    show("bind: bad fd, bad address", bind(99, bad, 16));
    show("bind: no socket, bad address", bind(open("/dev/null", O_RDONLY), bad, 16));
    show("accept: no socket", accept(open("/dev/null", O_RDONLY), NULL, NULL));
    show("poll: too many", poll(bad, 100000000, 0));
    show("readv: bad fd, bad vector", readv(99, bad, 1));
    show("pread: bad fd, negative offset", pread(99, text, 1, -1));
    show("pread: pipe, negative offset", pread(0, text, 1, -1));
    show("truncate: bad path, negative", truncate(bad, -1));
    show("ftruncate: bad fd, negative", ftruncate(99, -1));
    show("readlink: missing, size 0", readlink("missing", text, 0));
    show("getcwd: size 0", syscall(SYS_getcwd, text, 0));
    show("nanosleep: bad time, bad left", syscall(SYS_nanosleep, &(struct timespec){-1, 0}, bad));
    show("clock_gettime: bad clock, bad pointer", syscall(SYS_clock_gettime, 77, bad));
    show("mmap: length 0, bad fd", mmap(NULL, 0, PROT_READ, MAP_PRIVATE, 99, 0) == MAP_FAILED ? -1 : 0);
    show("munmap: misaligned, length 0", munmap((void *)1, 0));
    show("execve: missing, bad arguments", syscall(SYS_execve, "missing", bad, bad));
    show("pipe2: bad pointer, bad flags", syscall(SYS_pipe2, bad, 0x123));
    show("epoll_ctl: bad epoll, bad fd", syscall(SYS_epoll_ctl, 99, 1, 98, bad));
    show("getrandom: bad flags, bad pointer", syscall(SYS_getrandom, bad, 8, 0x100));
    (void)status;
    return 0;
}
