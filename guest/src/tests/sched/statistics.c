// /proc/PID/schedstat: time on a processor, time waited for one, how often one was had.
#include "guest.h"

static bool numbers(const char *path, unsigned long long *a, unsigned long long *b, unsigned long long *c)
{
    char text[512];
    read_file(path, text, sizeof text);
    return sscanf(text, "%llu %llu %llu", a, b, c) == 3;
}

int main(void)
{
    unsigned long long run, wait_time, slices, run2, wait2, slices2;
    show_bool("own", numbers("/proc/self/schedstat", &run, &wait_time, &slices));
    for (int i = 0; i < 20; i++)
        sleep_millis(2);
    struct timespec since;
    clock_gettime(CLOCK_MONOTONIC, &since);
    while (elapsed_millis(&since) < 30) {
    }
    numbers("/proc/self/schedstat", &run2, &wait2, &slices2);
    show_bool("ran longer", run2 > run && run2 - run < 10000000000ULL);
    show_bool("more slices", slices2 >= slices + 5);
    show_bool("waited no less", wait2 >= wait_time);
    // Two that want the same processor wait for each other.
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    sched_setaffinity(0, sizeof one, &one);
    pid_t pid = fork();
    if (pid == 0) {
        for (;;) {
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &since);
    while (elapsed_millis(&since) < 100) {
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    unsigned long long wait3;
    numbers("/proc/self/schedstat", &run, &wait3, &slices2);
    show_bool("waited for the other", wait3 > wait2 + 1000000);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/schedstat", getpid());
    show_bool("the thread's", numbers(path, &run, &wait_time, &slices) && slices >= slices2);
    return 0;
}
