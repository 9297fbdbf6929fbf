// Scheduling parameters: nice values, policies, affinity, and what a child inherits.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct sched_param param = {.sched_priority = 0};
    show("policy", sched_getscheduler(0));
    show("nice", getpriority(PRIO_PROCESS, 0));
    errno = 0;
    show("nice(5)", nice(5));
    show("now", getpriority(PRIO_PROCESS, 0));
    show("set 12", setpriority(PRIO_PROCESS, 0, 12));
    show("beyond the end", setpriority(PRIO_PROCESS, 0, 50));
    show("is", getpriority(PRIO_PROCESS, 0));
    show("batch", sched_setscheduler(0, SCHED_BATCH, &param));
    pid_t pid = fork();
    if (pid == 0) {
        show("child policy", sched_getscheduler(0));
        show("child nice", getpriority(PRIO_PROCESS, 0));
        _exit(0);
    }
    show_end("child", pid);
    show("fifo max", sched_get_priority_max(SCHED_FIFO));
    show("fifo min", sched_get_priority_min(SCHED_FIFO));
    show("other max", sched_get_priority_max(SCHED_OTHER));
    show("bad policy", sched_get_priority_max(77));
    param.sched_priority = 5;
    show("priority with other", sched_setscheduler(0, SCHED_OTHER, &param));
    param.sched_priority = 0;
    show("fifo without priority", sched_setscheduler(0, SCHED_FIFO, &param));
    show("nobody", sched_getscheduler(0x3fffff));
    cpu_set_t set;
    CPU_ZERO(&set);
    show("affinity get", sched_getaffinity(0, sizeof set, &set));
    show_bool("some cpu", CPU_COUNT(&set) > 0);
    CPU_ZERO(&set);
    show("affinity empty", sched_setaffinity(0, sizeof set, &set));
    CPU_SET(0, &set);
    show("affinity cpu 0", sched_setaffinity(0, sizeof set, &set));
    show("affinity of a negative number", sched_getaffinity(-1, sizeof set, &set));
    show("affinity for a negative number", sched_setaffinity(-1, sizeof set, &set));
    show("affinity from nowhere", sched_setaffinity(-1, sizeof set, NULL));
    show("parameters of a negative number", sched_getparam(-1, &param));
    show("yield", sched_yield());
    return 0;
}
