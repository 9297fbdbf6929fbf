// sched_setattr and sched_getattr: sizes, flags, ranges.
#include "guest.h"

struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
    uint32_t util_min, util_max;
    uint64_t beyond[4];
};

static long set(struct attributes *a) { return syscall(SYS_sched_setattr, 0, a, 0); }

int main(void)
{
    struct attributes a = {.size = 48, .policy = SCHED_OTHER, .nice = 5};
    show("set", set(&a));
    memset(&a, 0x55, sizeof a);
    show("get", syscall(SYS_sched_getattr, 0, &a, 48, 0));
    printf("size %u policy %u nice %d priority %u\n", a.size, a.policy, a.nice, a.priority);
    show("get in too little room", syscall(SYS_sched_getattr, 0, &a, 47, 0));
    show("get in a page", syscall(SYS_sched_getattr, 0, &a, 5000, 0));
    show("get with flags", syscall(SYS_sched_getattr, 0, &a, 48, 1));
    show("get of nobody", syscall(SYS_sched_getattr, 0x3ffff0, &a, 48, 0));
    show("get of a negative id", syscall(SYS_sched_getattr, -1, &a, 48, 0));
    a = (struct attributes){.size = 0, .policy = SCHED_BATCH, .nice = 6};
    show("size 0 is the first version", set(&a));
    a.size = 47;
    show("too small", set(&a));
    printf("size wanted: at least 48: %d\n", a.size >= 48);
    a = (struct attributes){.size = sizeof a, .policy = SCHED_OTHER};
    show("larger, zeros", set(&a));
    a = (struct attributes){.size = sizeof a, .policy = SCHED_OTHER, .beyond = {1}};
    show("larger, something unknown", set(&a));
    a = (struct attributes){.size = 48, .policy = 99};
    show("unknown policy", set(&a));
    a = (struct attributes){.size = 48, .policy = SCHED_FIFO};
    show("real-time without priority", set(&a));
    a.priority = 100;
    show("priority 100", set(&a));
    a.priority = 1;
    show("priority 1", set(&a));
    show("is now", sched_getscheduler(0));
    a = (struct attributes){.size = 48, .policy = SCHED_OTHER, .priority = 1};
    show("priority for a normal one", set(&a));
    a = (struct attributes){.size = 48, .policy = SCHED_OTHER, .flags = 0x8000};
    show("unknown flags", set(&a));
    a = (struct attributes){.size = 48, .policy = SCHED_RR, .priority = 3, .flags = 1};
    show("reset on fork", set(&a));
    show("shows", sched_getscheduler(0) == (SCHED_RR | SCHED_RESET_ON_FORK));
    pid_t pid = fork();
    if (pid == 0) {
        show("the child", sched_getscheduler(0));
        _exit(0);
    }
    show_end("child", pid);
    a = (struct attributes){.size = 48, .policy = SCHED_OTHER, .nice = -100};
    show("nice out of range", set(&a));
    syscall(SYS_sched_getattr, 0, &a, 48, 0);
    printf("nice %d\n", a.nice);
    show("NULL", syscall(SYS_sched_setattr, 0, NULL, 0));
    show("bad pointer", syscall(SYS_sched_setattr, 0, 8, 0));
    show("with flags", syscall(SYS_sched_setattr, 0, &a, 1));
    return 0;
}
