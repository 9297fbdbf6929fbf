// nanosleep and clock_nanosleep: time passed, time left, absolute, bad values.
#include "guest.h"
#include <sys/time.h>

static void handler(int signal) { (void)signal; }

int main(void)
{
    struct timespec start, request = {0, 30000000}, left = {9, 9};
    clock_gettime(CLOCK_MONOTONIC, &start);
    show("nanosleep", nanosleep(&request, &left));
    show_bool("long enough", elapsed_millis(&start) >= 30);
    request.tv_nsec = 1000000000;
    show("bad nanoseconds", nanosleep(&request, NULL));
    request = (struct timespec){-1, 0};
    show("negative", nanosleep(&request, NULL));
    handle(SIGALRM, handler, 0);
    struct itimerval soon = {{0, 0}, {0, 20000}};
    request = (struct timespec){5, 0};
    setitimer(ITIMER_REAL, &soon, NULL);
    show("interrupted", nanosleep(&request, &left));
    show_bool("time left", left.tv_sec == 4 && left.tv_nsec > 500000000);
    setitimer(ITIMER_REAL, &soon, NULL);
    printf("clock_nanosleep: %s\n", error_name(clock_nanosleep(CLOCK_MONOTONIC, 0, &request, &left)));
    clock_gettime(CLOCK_MONOTONIC, &request);
    printf("absolute, now: %s\n", error_name(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &request, NULL)));
    request = (struct timespec){1, 0};
    printf("absolute, past: %s\n", error_name(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &request, NULL)));
    printf("thread clock: %s\n",
           error_name(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &request, NULL)));
    printf("bad clock: %s\n", error_name(clock_nanosleep(55, 0, &request, NULL)));
    show("sleep", sleep(0));
    show("usleep", usleep(1000));
    return 0;
}
