// timer_create and timer_settime: what they refuse and give back.
// libs: -lrt
#include "guest.h"

int main(void)
{
    timer_t id;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    struct itimerspec old, times = {{5, 0}, {100, 0}};
    mask_signal(SIG_BLOCK, SIGUSR1);
    show("unknown clock", timer_create(99, &event, &id));
    show("create", timer_create(CLOCK_REALTIME, &event, &id));
    show("start", timer_settime(id, 0, &times, NULL));
    show("get", timer_gettime(id, &old));
    show_bool("less than before", old.it_value.tv_sec == 99 && old.it_interval.tv_sec == 5);
    times.it_value.tv_sec = 50;
    show("set anew", timer_settime(id, 0, &times, &old));
    show_bool("the former", old.it_value.tv_sec >= 98 && old.it_interval.tv_sec == 5);
    times.it_value.tv_nsec = 1000000000;
    show("bad nanoseconds", timer_settime(id, 0, &times, NULL));
    times.it_value = (struct timespec){-1, 0};
    show("negative", timer_settime(id, 0, &times, NULL));
    times.it_value = (struct timespec){1, 0};
    show("absolute past", timer_settime(id, TIMER_ABSTIME, &times, NULL));
    show("get", timer_gettime(id, &old));
    show_bool("runs on by its interval", old.it_value.tv_sec <= 5 && old.it_interval.tv_sec == 5);
    times = (struct itimerspec){{5, 0}, {0, 0}};
    show("stop", timer_settime(id, 0, &times, NULL));
    timer_gettime(id, &old);
    printf("%ld %ld\n", (long)old.it_value.tv_sec, (long)old.it_value.tv_nsec);
    show("delete", timer_delete(id));
    show("again", syscall(SYS_timer_delete, 0));
    show("bad place for the id", syscall(SYS_timer_create, CLOCK_REALTIME, NULL, 8));
    return 0;
}
