// More of which bad argument is noticed first.
#include "guest.h"
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <termios.h>

int main(void)
{
    char text[8];
    void *bad = (void *)8;
    int file = open("/dev/null", O_RDWR), ends[2];
    static char name[300], path[5000];
    memset(name, 'x', 299);
    memset(path, '/', 4999);
    pipe(ends);
    show("terminal of a file, bad pointer", ioctl(file, TCGETS, bad));
    show("terminal of nothing", ioctl(99, TCGETS, bad));
    show("unknown ioctl of a pipe", ioctl(ends[0], 0x1234, bad));
    show("getcwd in too little room", syscall(SYS_getcwd, text, 1));
    show("getcwd to nowhere", syscall(SYS_getcwd, bad, 1));
    show("name too long in a missing directory", open(strcat(strcpy(path + 4000, "missing/"), name), O_RDONLY));
    show("name too long", open(name, O_RDONLY));
    show("name too long, not to be created", open(name, O_CREAT | O_EXCL, 0));
    memset(path, '/', 4999);
    show("path too long", open(path, O_RDONLY));
    show("path too long, bad descriptor", openat(99, path, O_RDONLY));
    show("relative to a bad descriptor", openat(99, "x", O_RDONLY));
    show("relative to a file", openat(file, "x", O_RDONLY));
    show("empty path, bad descriptor", openat(99, "", O_RDONLY));
    show("absolute path, bad descriptor", openat(99, "/dev/null", O_RDONLY) >= 0 ? 0 : -1);
    show("read from write-only, bad buffer", read(ends[1], bad, 1));
    show("write to read-only, bad buffer", write(ends[0], bad, 1));
    show("read of a directory, bad buffer", read(open("/", O_RDONLY), bad, 1));
    show("readv with too many parts", readv(file, bad, 2000));
    show("readv with a negative length", readv(file, &(struct iovec){text, (size_t)-1}, 1));
    show("pread of a pipe", pread(ends[0], text, 1, 0));
    show("lseek of a pipe, bad origin", lseek(ends[0], 0, 99));
    show("ftruncate of a pipe", ftruncate(ends[1], 0));
    show("ftruncate of a read-only file", ftruncate(open("/etc/passwd", O_RDONLY), 0));
    show("fsync of a pipe", fsync(ends[0]));
    show("getdents of a file", syscall(SYS_getdents64, file, bad, 100));
    show("getdents in too little room", syscall(SYS_getdents64, open("/", O_RDONLY), text, 1));
    show("fchdir of a file", fchdir(file));
    show("mmap of a pipe", (long)mmap(NULL, 4096, PROT_READ, MAP_SHARED, ends[0], 0));
    show("mmap of neither kind", (long)mmap(NULL, 4096, PROT_READ, 0, 99, 0));
    show("listen on a file", listen(file, 1));
    show("listen on nothing", listen(99, 1));
    show("connect, bad address, bad length", connect(socket(AF_UNIX, SOCK_STREAM, 0), bad, 1000));
    show("connect, bad address", connect(socket(AF_UNIX, SOCK_STREAM, 0), bad, 16));
    show("setsockopt of a file, unknown", setsockopt(file, 999, 999, bad, 4));
    show("setsockopt unknown, bad pointer", setsockopt(socket(AF_UNIX, SOCK_STREAM, 0), SOL_SOCKET, 999, bad, 4));
    show("getsockopt, bad length", getsockopt(socket(AF_UNIX, SOCK_STREAM, 0), SOL_SOCKET, SO_TYPE, text, bad));
    show("socketpair of a network", socketpair(AF_INET, SOCK_STREAM, 0, ends));
    show("socketpair to nowhere", socketpair(AF_UNIX, SOCK_STREAM, 0, bad));
    show("epoll_wait of a file", epoll_wait(file, bad, 1, 0));
    show("timerfd_create of no clock", timerfd_create(99, 0x1234));
    show("setrlimit of no kind, bad pointer", syscall(SYS_setrlimit, 99, bad));
    show("setrlimit, soft above hard", setrlimit(RLIMIT_CORE, &(struct rlimit){2, 1}));
    show("getpriority of no kind", getpriority((__priority_which_t)9, 0));
    show("setpriority of nobody", setpriority(PRIO_PROCESS, 0x3ffff0, 0));
    show("sched_setscheduler, bad policy, nobody", sched_setscheduler(0x3ffff0, 99, &(struct sched_param){0}));
    show("sched_setscheduler, negative id", sched_setscheduler(-1, 0, NULL));
    show("sethostname, too long, bad pointer", sethostname(bad, 1000));
    show("unlink of a directory", unlink("/tmp"));
    show("rmdir of a file", rmdir("/dev/null"));
    show("rmdir of .", rmdir("."));
    show("rename to below itself", (mkdir("d", 0700), rename("d", "d/e")));
    show("link of a directory", link("d", "f"));
    show("symlink of nothing", symlink("", "g"));
    show("mkdir of what is there, no right", mkdir("d", 0));
    show("chmod of missing", chmod("missing", 0));
    show("access of unknown kind, missing", access("missing", 99));
    return 0;
}
