// timerfd_create(2): expirations counted, periods, disarming, absolute times.
#include "guest.h"
#include <poll.h>
#include <sys/timerfd.h>

int main(void)
{
    uint64_t count = 0;
    struct itimerspec soon = {.it_value.tv_nsec = 10000000}, now, old;
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    show("not armed", read(fd, &count, 8));
    show("arm", timerfd_settime(fd, 0, &soon, NULL));
    show("too early", read(fd, &count, 8));
    struct pollfd watched = {fd, POLLIN, 0};
    show("poll", poll(&watched, 1, 5000));
    show("read", read(fd, &count, 8));
    show("expired", (long)count);
    show("once", read(fd, &count, 8));
    soon.it_interval.tv_nsec = 5000000;
    timerfd_settime(fd, 0, &soon, NULL);
    sleep_millis(60);
    read(fd, &count, 8);
    show_bool("many periods", count >= 8);
    show("get", timerfd_gettime(fd, &now));
    show("interval", now.it_interval.tv_nsec);
    show_bool("runs", now.it_value.tv_nsec > 0 && now.it_value.tv_nsec <= 5000000);
    struct itimerspec off = {0};
    show("disarm", timerfd_settime(fd, 0, &off, &old));
    show("old interval", old.it_interval.tv_nsec);
    clock_gettime(CLOCK_MONOTONIC, &soon.it_value);
    show("absolute, past", timerfd_settime(fd, TFD_TIMER_ABSTIME, &soon, NULL));
    poll(&watched, 1, 1000);
    show("fires", read(fd, &count, 8));
    show("short read", read(fd, &count, 4));
    show("bad clock", timerfd_create(77, 0));
    show("bad flags", timerfd_create(CLOCK_MONOTONIC, 1));
    soon.it_value.tv_nsec = 1000000000;
    show("bad time", timerfd_settime(fd, 0, &soon, NULL));
    show("not a timer", timerfd_settime(1, 0, &off, NULL));
    return 0;
}
