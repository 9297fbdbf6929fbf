// Both ways of asking for the time, system call and vDSO, tell one clock: no reading is before an earlier one.
#include "guest.h"
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

static int64_t nanos(struct timespec t)
{
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int ordered(clockid_t clock)
{
    struct timespec a, b, c;
    syscall(SYS_clock_gettime, clock, &a);
    clock_gettime(clock, &b);
    syscall(SYS_clock_gettime, clock, &c);
    return nanos(a) <= nanos(b) && nanos(b) <= nanos(c) && b.tv_nsec < 1000000000;
}

static int all_ordered(void)
{
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_PROCESS_CPUTIME_ID};
    int good = 1;
    for (int round = 0; round < 200; round++)
        for (unsigned i = 0; i < sizeof clocks / sizeof clocks[0]; i++)
            good &= ordered(clocks[i]);
    return good;
}

int main(void)
{
    printf("in order: %d\n", all_ordered());
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        _exit(all_ordered());
    show_end("child", child);

    struct timeval first, second;
    struct timezone zone;
    struct timespec real;
    gettimeofday(&first, NULL);
    gettimeofday(&second, &zone);
    clock_gettime(CLOCK_REALTIME, &real);
    int64_t micros = (second.tv_sec - first.tv_sec) * INT64_C(1000000) + second.tv_usec - first.tv_usec;
    printf("gettimeofday: %d %d\n", micros >= 0 && first.tv_usec < 1000000, real.tv_sec - first.tv_sec < 2);
    time_t stored;
    time_t now = time(&stored);
    printf("time: %d %d\n", now == stored, now - real.tv_sec < 2);
    printf("unknown clock: %d\n", clock_gettime(99, &real));
    return 0;
}
