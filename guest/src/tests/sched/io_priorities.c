// ioprio_set(2) and ioprio_get(2): classes, levels, whom they are for.
#include "guest.h"

enum { PROCESS = 1, GROUP, USER };

static int priority(int kind, int level)
{
    return kind << 13 | level;
}

static long set(int which, int who, int value)
{
    return syscall(SYS_ioprio_set, which, who, value);
}

static void tell(const char *what, long value)
{
    if (value < 0)
        show(what, value);
    else
        printf("%s: class %ld level %ld\n", what, value >> 13, value & 7);
}

int main(void)
{
    setpgid(0, 0);
    for (int which = -1; which < 6; which += which == 0 ? 4 : 1) {
        show("kind", set(which, 0, priority(2, 5)));
        show("kind", syscall(SYS_ioprio_get, which, 0));
    }
    show("nobody", set(PROCESS, 0x3ffff0, priority(2, 5)));
    show("no group", set(GROUP, 0x3ffff0, priority(2, 5)));
    show("no user", set(USER, 0x3ffff0, priority(2, 5)));
    show("nobody's", syscall(SYS_ioprio_get, PROCESS, 0x3ffff0));
    show("nobody's", syscall(SYS_ioprio_get, USER, 0x3ffff0));
    show("no class with a level", set(PROCESS, 0, priority(0, 3)));
    show("unknown class", set(PROCESS, 0, priority(4, 0)));
    show("unknown class, nobody", set(PROCESS, 0x3ffff0, priority(5, 0)));
    show("best effort", set(PROCESS, 0, priority(2, 6)));
    tell("own", syscall(SYS_ioprio_get, PROCESS, 0));
    pid_t pid = fork();
    if (pid == 0) {
        tell("inherited", syscall(SYS_ioprio_get, PROCESS, 0));
        show("real-time", set(PROCESS, 0, priority(1, 2)));
        for (;;)
            pause();
    }
    while (syscall(SYS_ioprio_get, PROCESS, pid) >> 13 != 1)
        sleep_millis(1);
    tell("the child's", syscall(SYS_ioprio_get, PROCESS, pid));
    tell("the best of the group", syscall(SYS_ioprio_get, GROUP, 0));
    show("all of the group", set(GROUP, getpgrp(), priority(3, 0)));
    tell("the child's", syscall(SYS_ioprio_get, PROCESS, pid));
    tell("own", syscall(SYS_ioprio_get, PROCESS, 0));
    show("none", set(PROCESS, 0, priority(0, 0)));
    tell("none counts as best effort", syscall(SYS_ioprio_get, GROUP, 0));
    fflush(stdout);
    pid_t other = fork();
    if (other == 0) {
        setgid(1000);
        setuid(1000);
        show("another user's", set(PROCESS, pid, priority(2, 4)));
        show("own", set(PROCESS, 0, priority(2, 0)));
        show("real-time", set(PROCESS, 0, priority(1, 0)));
        tell("looking is free", syscall(SYS_ioprio_get, PROCESS, pid));
        _exit(0);
    }
    show_end("other", other);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    return 0;
}
