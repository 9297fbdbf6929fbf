// times(2), getrusage(2) and the CPU clocks agree on who used what.
#include "guest.h"
#include <sys/resource.h>
#include <sys/times.h>

static void burn(long millis)
{
    struct timespec start, now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < millis);
}

int main(void)
{
    struct tms before, after;
    struct rusage usage;
    struct timespec cpu;
    times(&before);
    burn(120);
    times(&after);
    show_bool("times", after.tms_utime + after.tms_stime - before.tms_utime - before.tms_stime >= 10);
    show("children", after.tms_cutime + after.tms_cstime);
    getrusage(RUSAGE_SELF, &usage);
    show_bool("getrusage",
              (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000
                      + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000
                  >= 110);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    show_bool("thread clock", cpu.tv_sec > 0 || cpu.tv_nsec >= 110000000);
    struct rusage thread;
    show("RUSAGE_THREAD", getrusage(RUSAGE_THREAD, &thread));
    show_bool("some memory", usage.ru_maxrss > 100);
    pid_t pid = fork();
    if (pid == 0) {
        times(&after);
        show_bool("child starts at 0", after.tms_utime + after.tms_stime <= 1);
        burn(120);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    times(&after);
    show_bool("children's time", after.tms_cutime + after.tms_cstime >= 10);
    long switches = usage.ru_nvcsw;
    sleep_millis(2);
    getrusage(RUSAGE_SELF, &usage);
    show_bool("voluntary switches", usage.ru_nvcsw > switches);
    show("bad who", getrusage(77, &usage));
    show_bool("clock", clock() >= 110000);
    return 0;
}
