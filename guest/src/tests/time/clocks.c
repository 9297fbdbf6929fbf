// The clocks: resolution, order, which can be set, which do not exist.
#include "guest.h"
#include <sys/time.h>

static void show_clock(const char *what, clockid_t clock)
{
    struct timespec resolution = {0, 0}, now, later;
    if (clock_getres(clock, &resolution) != 0) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    clock_gettime(clock, &now);
    clock_gettime(clock, &later);
    bool forward = later.tv_sec > now.tv_sec || (later.tv_sec == now.tv_sec && later.tv_nsec >= now.tv_nsec);
    printf("%s: resolution fine %d, forward %d\n", what,
           resolution.tv_sec == 0 && resolution.tv_nsec <= 10000000, forward);
}

int main(void)
{
    show_clock("realtime", CLOCK_REALTIME);
    show_clock("monotonic", CLOCK_MONOTONIC);
    show_clock("raw", CLOCK_MONOTONIC_RAW);
    show_clock("boottime", CLOCK_BOOTTIME);
    show_clock("coarse", CLOCK_REALTIME_COARSE);
    show_clock("process", CLOCK_PROCESS_CPUTIME_ID);
    show_clock("thread", CLOCK_THREAD_CPUTIME_ID);
    show_clock("number 77", 77);
    struct timespec now;
    struct timeval tv;
    clock_gettime(CLOCK_REALTIME, &now);
    gettimeofday(&tv, NULL);
    time_t seconds = time(NULL);
    show_bool("realtime and gettimeofday", tv.tv_sec - now.tv_sec <= 1);
    show_bool("and time", seconds - now.tv_sec <= 1 && seconds >= now.tv_sec - 1);
    show_bool("after 2020", now.tv_sec > 1577836800);
    clockid_t clock;
    show("own cpu clock", clock_getcpuclockid(getpid(), &clock));
    struct timespec cpu;
    show("read it", clock_gettime(clock, &cpu));
    show("set monotonic", clock_settime(CLOCK_MONOTONIC, &now));
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show("set realtime as a user", clock_settime(CLOCK_REALTIME, &now));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("bad pointer", syscall(SYS_clock_gettime, CLOCK_REALTIME, 8));
    return 0;
}
