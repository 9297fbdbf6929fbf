// A timer's signal is queued once; what else ran out meanwhile is counted.
// libs: -lrt
#include "guest.h"

int main(void)
{
    timer_t id;
    siginfo_t info;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN, .sigev_value.sival_int = 5};
    timer_create(CLOCK_MONOTONIC, &event, &id);
    struct itimerspec times = {{0, 1000000}, {0, 1000000}};
    timer_settime(id, 0, &times, NULL);
    sleep_millis(20);
    show_bool("one", sigwaitinfo(&set, &info) == SIGRTMIN);
    show_bool("told in siginfo", info.si_overrun >= 15);
    show_bool("and by the call", timer_getoverrun(id) == info.si_overrun);
    printf("code %d value %d\n", info.si_code, info.si_value.sival_int);
    timer_settime(id, 0, &(struct itimerspec){{0, 0}, {0, 0}}, NULL);
    while (sigtimedwait(&set, &info, &(struct timespec){0, 0}) > 0) {
    }
    times = (struct itimerspec){{0, 0}, {0, 1}};
    timer_settime(id, 0, &times, NULL);
    sigwaitinfo(&set, &info);
    show("a single shot", timer_getoverrun(id));
    timer_delete(id);
    show("no such timer", timer_getoverrun(id));
    return 0;
}
