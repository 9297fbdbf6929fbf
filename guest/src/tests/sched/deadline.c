// SCHED_DEADLINE: a task that wants more than its budget gets no more than that; bad parameters.
#include "guest.h"

struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

static long set(uint64_t runtime, uint64_t deadline, uint64_t period)
{
    struct attributes a = {sizeof a, 6, 0, 0, 0, runtime, deadline, period};
    return syscall(SYS_sched_setattr, 0, &a, 0);
}

#define MS 1000000ULL

int main(void)
{
    show("runtime over deadline", set(20 * MS, 10 * MS, 10 * MS));
    show("deadline over period", set(5 * MS, 20 * MS, 10 * MS));
    show("no runtime", set(0, 10 * MS, 10 * MS));
    show("set", set(10 * MS, 100 * MS, 100 * MS));
    struct attributes got;
    show("get", syscall(SYS_sched_getattr, 0, &got, sizeof got, 0));
    printf("policy %u, %llu %llu %llu\n", got.policy, (unsigned long long)got.runtime / MS, (unsigned long long)got.deadline / MS,
           (unsigned long long)got.period / MS);
    show("fork", fork());
    struct timespec start, used0, used;
    clock_gettime(CLOCK_MONOTONIC, &start);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used0);
    while (elapsed_millis(&start) < 1000) {
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    long millis = (used.tv_sec - used0.tv_sec) * 1000 + (used.tv_nsec - used0.tv_nsec) / 1000000;
    show_bool("at most its share and a little", millis < 300);
    show_bool("at least half of it", millis > 50);
    struct sched_param param = {0};
    show("back", sched_setscheduler(0, SCHED_OTHER, &param));
    return 0;
}
