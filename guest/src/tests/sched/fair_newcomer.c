// Who comes to a processor from another one, or from a real-time policy, neither owes nor is owed time there.
#include "guest.h"

static void pin(int cpu)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof one, &one);
}

static void spin(int millis)
{
    struct timespec since;
    clock_gettime(CLOCK_MONOTONIC, &since);
    while (elapsed_millis(&since) < millis) {
    }
}

static long processor_millis(pid_t pid)
{
    clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
    struct timespec now;
    if (pid != 0)
        clock_getcpuclockid(pid, &clock);
    clock_gettime(clock, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static pid_t spinner(int after_millis)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (after_millis)
            sleep_millis(after_millis);
        for (;;) {
        }
    }
    return pid;
}

static void end(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

int main(void)
{
    cpu_set_t all;
    sched_getaffinity(0, sizeof all, &all);
    int second = CPU_ISSET(1, &all) ? 1 : 0;

    // One has run for long on processor 0 while nobody wanted the other one.
    pin(second);
    pid_t there = spinner(500);
    pin(0);
    spin(480);
    pin(second);
    unsigned cpu = 9;
    syscall(SYS_getcpu, &cpu, NULL, NULL);
    show_bool("there", cpu == (unsigned)second);
    sleep_millis(40);
    long before = processor_millis(0);
    spin(400);
    show_bool("the newcomer has a share", processor_millis(0) - before >= 80);
    end(there);

    // One has slept under a real-time policy while the other ran.
    pin(0);
    there = spinner(0);
    struct sched_param parameter = {.sched_priority = 10};
    show("real-time", sched_setscheduler(0, SCHED_FIFO, &parameter));
    sleep_millis(500);
    parameter.sched_priority = 0;
    show("fair again", sched_setscheduler(0, SCHED_OTHER, &parameter));
    before = processor_millis(there);
    spin(400);
    show_bool("the other has a share", processor_millis(there) - before >= 80);
    end(there);
    return 0;
}
