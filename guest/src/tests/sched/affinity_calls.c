// sched_setaffinity and sched_getaffinity: sizes, empty sets, others.
#include "guest.h"

int main(void)
{
    unsigned long set[64] = {0};
    long got = syscall(SYS_sched_getaffinity, 0, sizeof set, set);
    show_bool("some bytes, whole words", got > 0 && got % (long)sizeof(long) == 0);
    show_bool("processor 0", set[0] & 1);
    show("too little", syscall(SYS_sched_getaffinity, 0, 0, set));
    show("odd length", syscall(SYS_sched_getaffinity, 0, sizeof(long) + 1, set));
    show("bad pointer", syscall(SYS_sched_getaffinity, 0, sizeof set, 8));
    show("nobody", syscall(SYS_sched_getaffinity, 0x3ffff0, sizeof set, set));
    show("negative", syscall(SYS_sched_getaffinity, -1, sizeof set, set));
    memset(set, 0, sizeof set);
    show("empty", syscall(SYS_sched_setaffinity, 0, sizeof set, set));
    set[63] = 1;
    show("none that is there", syscall(SYS_sched_setaffinity, 0, sizeof set, set));
    set[0] = 1;
    show("one of them", syscall(SYS_sched_setaffinity, 0, sizeof set, set));
    memset(set, 0xff, sizeof set);
    syscall(SYS_sched_getaffinity, 0, sizeof set, set);
    printf("now %#lx\n", set[0]);
    unsigned char one = 1;
    show("one byte", syscall(SYS_sched_setaffinity, 0, 1, &one));
    show("bad pointer", syscall(SYS_sched_setaffinity, 0, sizeof set, 8));
    show("nobody", syscall(SYS_sched_setaffinity, 0x3ffff0, sizeof set, set));
    pid_t pid = fork();
    if (pid == 0) {
        memset(set, 0, sizeof set);
        syscall(SYS_sched_getaffinity, 0, sizeof set, set);
        printf("inherited %#lx\n", set[0]);
        setgid(1000);
        setuid(1000);
        show("another user's", syscall(SYS_sched_setaffinity, getppid(), sizeof set, set));
        show("own", syscall(SYS_sched_setaffinity, 0, sizeof set, set));
        _exit(0);
    }
    show_end("child", pid);
    unsigned cpu = 9, node = 9;
    show("getcpu", syscall(SYS_getcpu, &cpu, &node, NULL));
    printf("cpu %u node %u\n", cpu, node);
    return 0;
}
