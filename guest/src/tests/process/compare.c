// kcmp and pidfd_getfd: what two processes share, and taking a descriptor out of another.
#include "guest.h"

enum { FILE_ = 0, VM, FILES, FS, SIGHAND };

static int same(pid_t a, pid_t b, int type, unsigned long x, unsigned long y)
{
    long result = syscall(SYS_kcmp, a, b, type, x, y);
    return result > 0 ? 1 : (int)result;
}

static int down[2];

static int waits(void *unused)
{
    char c;
    (void)unused;
    read(down[0], &c, 1);
    _exit(0);
}

static void compare(const char *what, pid_t other)
{
    printf("%s: vm %d files %d fs %d handlers %d\n", what, same(getpid(), other, VM, 0, 0), same(getpid(), other, FILES, 0, 0),
           same(getpid(), other, FS, 0, 0), same(getpid(), other, SIGHAND, 0, 0));
}

int main(void)
{
    static char stack[3][16384] __attribute__((aligned(16)));
    int up[2];
    char c;
    pipe(down);
    pipe(up);
    pid_t me = getpid();
    int copy = dup(1), other = open("/dev/null", O_RDONLY), again = open("/dev/null", O_RDONLY);
    printf("duplicate %d, another %d, same file opened twice %d\n", same(me, me, FILE_, 1, copy), same(me, me, FILE_, 1, other),
           same(me, me, FILE_, other, again));
    long one = syscall(SYS_kcmp, me, me, FILE_, other, again), two = syscall(SYS_kcmp, me, me, FILE_, again, other);
    show_bool("ordered", one + two == 3);
    show("no such descriptor", syscall(SYS_kcmp, me, me, FILE_, 1, 99));
    show("no such type", syscall(SYS_kcmp, me, me, 99, 1, 1));
    show("nobody", syscall(SYS_kcmp, me, 99999999, VM, 0, 0));
    pid_t shared = clone(waits, stack[0] + 16384, CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_SIGHAND | SIGCHLD, NULL);
    compare("all shared", shared);
    pid_t some = clone(waits, stack[1] + 16384, CLONE_FILES | SIGCHLD, NULL);
    compare("files shared", some);
    pid_t pid = fork();
    if (pid == 0) {
        int made = open("made", O_RDWR | O_CREAT, 0644);
        dup2(made, 50);
        write(50, "from the child", 14);
        write(up[1], "x", 1);
        read(down[0], &c, 1);
        _exit(0);
    }
    read(up[0], &c, 1);
    compare("a fork", pid);
    show("its file is mine", same(me, pid, FILE_, other, other));
    int pidfd = syscall(SYS_pidfd_open, pid, 0);
    int taken = syscall(SYS_pidfd_getfd, pidfd, 50, 0);
    show_ok("taken", taken);
    show("close on exec", fcntl(taken, F_GETFD));
    show("the same", same(me, pid, FILE_, taken, 50));
    show("offset", lseek(taken, 0, SEEK_CUR));
    show("no such descriptor", syscall(SYS_pidfd_getfd, pidfd, 77, 0));
    show("flags", syscall(SYS_pidfd_getfd, pidfd, 50, 1));
    show("not a pidfd", syscall(SYS_pidfd_getfd, 1, 50, 0));
    pid_t user = fork();
    if (user == 0) {
        setresuid(1000, 1000, 1000);
        show("by a user", syscall(SYS_pidfd_getfd, pidfd, 50, 0));
        show("compared by a user", syscall(SYS_kcmp, getpid(), pid, VM, 0, 0));
        _exit(0);
    }
    waitpid(user, NULL, 0);
    write(down[1], "xxx", 3);
    for (int i = 0; i < 3; i++)
        waitpid(-1, NULL, __WALL);
    show("of nobody", syscall(SYS_pidfd_getfd, pidfd, 50, 0));
    return 0;
}
