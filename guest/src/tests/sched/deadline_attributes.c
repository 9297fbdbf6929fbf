// sched_setattr and sched_getattr: sizes, flags, what deadline tasks must ask for and how many are admitted.
#include "guest.h"

#define FLAG_RESET 1
#define FLAG_RECLAIM 2
#define FLAG_OVERRUN 4
#define FLAG_KEEP_POLICY 8
#define FLAG_KEEP_PARAMS 16

struct attr {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
    uint32_t util_min, util_max;
};

#define MS 1000000ULL

static long set(struct attr *a) { return syscall(SYS_sched_setattr, 0, a, 0); }

static long dl(uint64_t runtime, uint64_t deadline, uint64_t period, uint64_t flags)
{
    struct attr a = {48, 6, flags, 0, 0, runtime, deadline, period, 0, 0};
    return set(&a);
}

static void get(const char *what)
{
    struct attr a = {0};
    long result = syscall(SYS_sched_getattr, 0, &a, 48, 0);
    printf("%s: %ld size %u policy %u flags %llu nice %d priority %u, %llu %llu %llu\n", what, result, a.size, a.policy,
           (unsigned long long)a.flags, a.nice, a.priority, (unsigned long long)(a.policy == 6 ? a.runtime : 0), (unsigned long long)(a.policy == 6 ? a.deadline : 0),
           (unsigned long long)(a.policy == 6 ? a.period : 0));
}

static void sizes(void)
{
    struct attr a = {48, 0, 0, 3, 0, 0, 0, 0, 0, 0};
    char big[256];
    show("plain", set(&a));
    get("nice 3");
    a.size = 0;
    a.nice = 4;
    show("size 0", set(&a));
    get("nice 4");
    a.size = 40;
    show("too small", set(&a));
    printf("told: %u\n", a.size);
    memset(big, 0, sizeof big);
    memcpy(big, &a, sizeof a);
    *(uint32_t *)big = 200;
    show("larger, zeros", set((struct attr *)big));
    big[190] = 1;
    show("larger, not zeros", set((struct attr *)big));
    printf("told: %u\n", *(uint32_t *)big);
    *(uint32_t *)big = 5000;
    show("too large", set((struct attr *)big));
    show("null", set(NULL));
    show("call flags", syscall(SYS_sched_setattr, 0, &a, 1));
    show("negative pid", syscall(SYS_sched_setattr, -1, &a, 0));
    show("nobody", syscall(SYS_sched_setattr, 99999999, &a, 0));
    show("get too small", syscall(SYS_sched_getattr, 0, &a, 47, 0));
    show("get too large", syscall(SYS_sched_getattr, 0, &a, 4097, 0));
    show("get flags", syscall(SYS_sched_getattr, 0, &a, 48, 1));
    show("get null", syscall(SYS_sched_getattr, 0, NULL, 48, 0));
    memset(big, 1, sizeof big);
    show("get large", syscall(SYS_sched_getattr, 0, big, 200, 0));
    show_bool("size within", *(uint32_t *)big == 48 || *(uint32_t *)big == 56);
}

static void flags(void)
{
    struct attr a = {48, 0, 0x80000000, 0, 0, 0, 0, 0, 0, 0};
    show("unknown flag", set(&a));
    a = (struct attr){48, 9, 0, 0, 0, 0, 0, 0, 0, 0};
    show("unknown policy", set(&a));
    a = (struct attr){48, -1, 0, 0, 0, 0, 0, 0, 0, 0};
    show("negative policy", set(&a));
    a = (struct attr){48, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    show("fifo without priority", set(&a));
    a = (struct attr){48, 0, 0, 0, 5, 0, 0, 0, 0, 0};
    show("other with priority", set(&a));
    a = (struct attr){48, 0, 0, 50, 0, 0, 0, 0, 0, 0};
    show("nice beyond", set(&a));
    get("clamped");
    a = (struct attr){48, 2, FLAG_RESET, 0, 7, 0, 0, 0, 0, 0};
    show("round robin, reset", set(&a));
    get("now");
    printf("getscheduler %#x\n", sched_getscheduler(0));
    pid_t pid = fork();
    if (pid == 0) {
        get("child");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    a = (struct attr){48, 0, FLAG_KEEP_POLICY, 0, 9, 0, 0, 0, 0, 0};
    show("keep the policy", set(&a));
    get("now");
    a = (struct attr){48, 1, FLAG_KEEP_PARAMS, 0, 0, 0, 0, 0, 0, 0};
    show("keep the parameters", set(&a));
    get("now");
    a = (struct attr){48, 0, FLAG_KEEP_POLICY | FLAG_KEEP_PARAMS | FLAG_RESET, 0, 0, 0, 0, 0, 0, 0};
    show("keep all", set(&a));
    get("now");
    a = (struct attr){48, 5, 0, 0, 0, 0, 0, 0, 0, 0};
    show("idle", set(&a));
    a = (struct attr){48, 3, FLAG_RESET, -7, 0, 0, 0, 0, 0, 0};
    show("batch", set(&a));
    get("batch");
    pid = fork();
    if (pid == 0) {
        get("child");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    // Only a privileged task takes the flag back.
    setresuid(1000, 1000, 1000);
    a = (struct attr){48, 3, 0, 0, 0, 0, 0, 0, 0, 0};
    show("take reset back", set(&a));
    a = (struct attr){48, 3, FLAG_RESET, 5, 0, 0, 0, 0, 0, 0};
    show("nicer", set(&a));
    a.nice = 0;
    show("less nice", set(&a));
    a = (struct attr){48, 1, FLAG_RESET, 0, 1, 0, 0, 0, 0, 0};
    show("real time", set(&a));
    show("deadline", dl(5 * MS, 10 * MS, 10 * MS, FLAG_RESET));
}

static void deadlines(void)
{
    show("no runtime", dl(0, 10 * MS, 10 * MS, 0));
    show("too short", dl(1000, 10 * MS, 10 * MS, 0));
    show("runtime beyond deadline", dl(11 * MS, 10 * MS, 20 * MS, 0));
    show("deadline beyond period", dl(5 * MS, 30 * MS, 20 * MS, 0));
    show("no deadline", dl(5 * MS, 0, 10 * MS, 0));
    show("high bit", dl(5 * MS, 1ULL << 63, 1ULL << 63, 0));
    show("half", dl(5 * MS, 10 * MS, 0, 0));
    get("half");
    show("other flags", dl(5 * MS, 10 * MS, 20 * MS, FLAG_RECLAIM | FLAG_OVERRUN));
    get("with flags");
    show("another", dl(90 * MS, 100 * MS, 100 * MS, 0));
    get("another");
    show("setscheduler", sched_setscheduler(0, 6, &(struct sched_param){0}));
    show("fork", fork());
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
        show("affinity", sched_setaffinity(0, sizeof one, &one));
    else
        printf("affinity: EBUSY\n");
    show("reset on fork", dl(5 * MS, 10 * MS, 20 * MS, FLAG_RESET));
    pid_t pid = fork();
    if (pid == 0) {
        get("child");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show_ok("fork", pid);
    show("back", sched_setscheduler(0, 0, &(struct sched_param){0}));
    get("other");
}

static void admission(void)
{
    int up[2], down[2], cpus = sysconf(_SC_NPROCESSORS_ONLN), admitted = 0;
    pipe(up);
    pipe(down);
    // A tenth each: there is room for 95 % of each processor.
    int wanted = 10 * cpus;
    for (int i = 0; i < wanted; i++) {
        if (fork() == 0) {
            char c = dl(10 * MS, 100 * MS, 100 * MS, 0) == 0 ? 'y' : errno == EBUSY ? 'b' : 'n';
            write(up[1], &c, 1);
            close(down[1]);
            read(down[0], &c, 1);
            _exit(0);
        }
        char c;
        read(up[0], &c, 1);
        admitted += c == 'y';
        if (c == 'n')
            printf("another error\n");
    }
    show_bool("as many as there is room for", admitted >= cpus * 9 && admitted <= cpus * 95 / 10);
    close(down[1]);
    while (wait(NULL) > 0) {
    }
    show("room again", dl(10 * MS, 100 * MS, 100 * MS, 0));
}

static void in_child(const char *what, void (*run)(void))
{
    printf("== %s\n", what);
    pid_t pid = fork();
    if (pid == 0) {
        run();
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

int main(void)
{
    in_child("sizes", sizes);
    in_child("flags", flags);
    in_child("deadlines", deadlines);
    in_child("admission", admission);
    return 0;
}
