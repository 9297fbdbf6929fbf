// Over exec: alarms and interval timers run on, POSIX timers are gone, memory locks too.
#include "guest.h"
#include <sys/time.h>

static void tell(void)
{
    struct itimerval timer;
    struct itimerspec left;
    char text[4096];
    show_bool("real timer runs", getitimer(ITIMER_REAL, &timer) == 0 && timer.it_value.tv_sec > 50);
    show_bool("virtual timer runs", getitimer(ITIMER_VIRTUAL, &timer) == 0 && timer.it_value.tv_sec > 50);
    show_bool("profiling timer runs", getitimer(ITIMER_PROF, &timer) == 0 && timer.it_interval.tv_sec == 7);
    show("timer 0", syscall(SYS_timer_gettime, 0, &left));
    read_file("/proc/self/status", text, sizeof text);
    printf("locked %ld kB\n", atol(strstr(text, "VmLck:") + 6));
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        tell();
        return 0;
    }
    struct itimerval timer = {{7, 0}, {100, 0}};
    timer_t id;
    setitimer(ITIMER_REAL, &timer, NULL);
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
    setitimer(ITIMER_PROF, &timer, NULL);
    timer_create(CLOCK_MONOTONIC, NULL, &id);
    mlockall(MCL_CURRENT | MCL_FUTURE);
    execl("/proc/self/exe", argv[0], "again", NULL);
    die("exec");
}
