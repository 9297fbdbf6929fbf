// clock_nanosleep: clocks, absolute times, bad times, what a signal leaves.
#include "guest.h"
#include <sys/time.h>

static void handler(int signal) { (void)signal; }

int main(void)
{
    struct timespec left = {77, 77}, now, third = {0, 30000000};
    show("bad nanoseconds", clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){0, 1000000000}, NULL));
    show("negative", clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){-1, 0}, NULL));
    show("unknown clock", clock_nanosleep(99, 0, &third, NULL));
    show("own thread's processor time", clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &third, NULL));
    show("coarse clock", clock_nanosleep(CLOCK_MONOTONIC_COARSE, 0, &third, NULL));
    show("boot time", clock_nanosleep(CLOCK_BOOTTIME, 0, &(struct timespec){0, 1}, NULL));
    show("atomic time", clock_nanosleep(CLOCK_TAI, 0, &(struct timespec){0, 1}, NULL));
    show("absolute past", clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &(struct timespec){1, 0}, NULL));
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct timespec until = {now.tv_sec, now.tv_nsec + 5000000};
    if (until.tv_nsec >= 1000000000)
        until = (struct timespec){until.tv_sec + 1, until.tv_nsec - 1000000000};
    show("absolute", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
    show_bool("not too early", elapsed_millis(&now) >= 5);
    handle(SIGALRM, handler, 0);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 5000}, {0, 5000}}, NULL); // again, should one come before the sleep
    show("interrupted", clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){100, 0}, &left));
    show_bool("what is left", left.tv_sec == 99);
    left.tv_sec = 55;
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 5000}, {0, 5000}}, NULL); // again, should one come before the sleep
    clock_gettime(CLOCK_MONOTONIC, &now);
    now.tv_sec += 100;
    show("absolute, interrupted", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &now, &left));
    show("left untouched", left.tv_sec);
    return 0;
}
