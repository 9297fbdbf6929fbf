// System calls of the first years that only i386 still has.
// widths: 32
#include "guest.h"
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

static long call(long number, long a, long b, long c, long d, long e)
{
    return syscall(number, a, b, c, d, e);
}

int main(void)
{
    char text[64];
    long mapping[6] = {0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0};
    char *page = (char *)call(90, (long)mapping, 0, 0, 0, 0);
    show_bool("old mmap", page != MAP_FAILED && page[8191] == 0);
    mapping[5] = 5;
    show("old mmap, bad offset", call(90, (long)mapping, 0, 0, 0, 0));
    int pipes[2];
    show("pipe", call(42, (long)pipes, 0, 0, 0, 0));
    write(pipes[1], "x", 1);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pipes[0], &set);
    struct { long s, us; } wait_for = {1, 0};
    long old_select[5] = {pipes[0] + 1, (long)&set, 0, 0, (long)&wait_for};
    show("old select", call(82, (long)old_select, 0, 0, 0, 0));
    show_bool("readable", FD_ISSET(pipes[0], &set));
    long sockets[4] = {AF_UNIX, SOCK_STREAM, 0, (long)pipes};
    show("socketcall: socketpair", call(102, 8, (long)sockets, 0, 0, 0));
    long sending[4] = {pipes[0], (long)"hello", 6, 0};
    show("socketcall: send", call(102, 9, (long)sending, 0, 0, 0));
    long receiving[4] = {pipes[1], (long)text, sizeof text, 0};
    show("socketcall: recv", call(102, 10, (long)receiving, 0, 0, 0));
    printf("%s\n", text);
    show("socketcall: no such", call(102, 77, (long)receiving, 0, 0, 0));
    show("socketcall: bad pointer", call(102, 1, 1, 0, 0, 0));
    long id = call(117, 2, 0, 1, 01600, 0);
    show_bool("ipc: semget", id >= 0);
    show("ipc: remove", call(117, 3, id, 0, 0x100, 0));
    show("ipc: no such", call(117, 99, 0, 0, 0, 0));
    pid_t pid = fork();
    if (pid == 0)
        _exit(5);
    int status = 0;
    show_bool("waitpid", call(7, pid, (long)&status, 0, 0, 0) == pid);
    show_status("status", status);
    show("nice", call(34, 3, 0, 0, 0, 0));
    show("getuid, 16 bits", call(24, 0, 0, 0, 0, 0));
    unsigned short ids[3] = {9, 9, 9};
    show("getresuid, 16 bits", call(165, (long)&ids[0], (long)&ids[1], (long)&ids[2], 0, 0));
    printf("%d %d %d\n", ids[0], ids[1], ids[2]);
    unsigned short groups[2] = {5, 6};
    show("setgroups, 16 bits", call(81, 2, (long)groups, 0, 0, 0));
    groups[0] = groups[1] = 0;
    show("getgroups, 16 bits", call(80, 2, (long)groups, 0, 0, 0));
    printf("%d %d\n", groups[0], groups[1]);
    write_file("file", "0123456789", 0644);
    show("chown, 16 bits", call(182, (long)"file", 70, 80, 0, 0));
    struct stat now;
    stat("file", &now);
    printf("%d %d\n", (int)now.st_uid, (int)now.st_gid);
    show("chown, -1 in 16 bits", call(182, (long)"file", 0xffff, 81, 0, 0));
    stat("file", &now);
    printf("%d %d\n", (int)now.st_uid, (int)now.st_gid);
    int fd = open("file", O_RDWR);
    long long position = 0;
    show("_llseek", call(140, fd, 0, 4, (long)&position, SEEK_SET));
    printf("%lld\n", position);
    show("_llseek, bad whence", call(140, fd, 0, 4, (long)&position, 9));
    show("pread64 at 6", call(180, fd, (long)text, 2, 6, 0));
    printf("%.2s\n", text);
    show("pread64, negative", call(180, fd, (long)text, 2, -1, -1));
    show("ftruncate64", call(194, fd, 5, 0, 0, 0));
    show("size", lseek(fd, 0, SEEK_END));
    unsigned long limit[2];
    show("getrlimit, old", call(76, 7, (long)limit, 0, 0, 0));
    unsigned long limit2[2];
    show("ugetrlimit", call(191, 7, (long)limit2, 0, 0, 0));
    show_bool("the same", limit[0] == limit2[0]);
    call(76, 9, (long)limit, 0, 0, 0);
    call(191, 9, (long)limit2, 0, 0, 0);
    printf("no limit: %lx %lx\n", limit[0], limit2[0]);
    show_bool("time", call(13, 0, 0, 0, 0, 0) - time(NULL) <= 0);
    show("stime, bad pointer", call(25, 1, 0, 0, 0, 0));
    char entry[300];
    int directory = open(".", O_RDONLY | O_DIRECTORY);
    show("old readdir", call(89, directory, (long)entry, 1, 0, 0));
    show("uselib", call(86, (long)"nowhere", 0, 0, 0, 0));
    show("ssetmask", call(69, 1 << 9, 0, 0, 0, 0));
    show("sgetmask", call(68, 0, 0, 0, 0, 0));
    show("ssetmask back", call(69, 0, 0, 0, 0, 0));
    unsigned long pending = 9;
    show("sigpending", call(73, (long)&pending, 0, 0, 0, 0));
    printf("%lx\n", pending);
    show("bdflush", call(134, 0, 0, 0, 0, 0));
    show("idle", call(112, 0, 0, 0, 0, 0));
    show("vm86", call(166, 0, 0, 0, 0, 0));
    show("break", call(17, 0, 0, 0, 0, 0));
    show("afs_syscall", call(137, 0, 0, 0, 0, 0));
    show("signal", call(48, 10, 1, 0, 0, 0));
    show("signal again", call(48, 10, 0, 0, 0, 0));
    struct { long s, us; } timer[2] = {{0, 0}, {100, 0}};
    show("setitimer", call(104, 0, (long)timer, 0, 0, 0));
    show("alarm", call(27, 0, 0, 0, 0, 0) > 90 ? 0 : 1);
    struct { long long s; long long n; } t64;
    show("clock_gettime64", call(403, 1, (long)&t64, 0, 0, 0));
    show("clock_getres_time64", call(406, 1, (long)&t64, 0, 0, 0));
    show("fcntl64 F_GETFL", call(221, fd, F_GETFL, 0, 0, 0) & O_ACCMODE);
    show("fadvise64_64", call(272, fd, 0, 0, 0, 0));
    return 0;
}
