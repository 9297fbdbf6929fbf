// timer_create(2): signals with values, overruns, absolute times, no notification, threads' ids.
#include "guest.h"

static volatile sig_atomic_t rings, value;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    rings++;
    value = info->si_value.sival_int;
}

int main(void)
{
    timer_t timer, silent;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN,
                             .sigev_value.sival_int = 42};
    struct itimerspec when = {{0, 2000000}, {0, 2000000}}, now, off = {{0, 0}, {0, 0}};
    handle_info(SIGRTMIN, handler, 0);
    show("create", timer_create(CLOCK_MONOTONIC, &event, &timer));
    show("set", timer_settime(timer, 0, &when, NULL));
    while (rings < 3)
        pause();
    printf("value %d\n", value);
    mask_signal(SIG_BLOCK, SIGRTMIN);
    sleep_millis(50);
    sigset_t set;
    siginfo_t info;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigwaitinfo(&set, &info);
    show_bool("one signal, many expirations", info.si_overrun >= 5);
    show("code", info.si_code == SI_TIMER);
    show("get", timer_gettime(timer, &now));
    show("interval", now.it_interval.tv_nsec);
    show("stop", timer_settime(timer, 0, &off, &now));
    show_bool("was on", now.it_interval.tv_nsec == 2000000);
    event.sigev_notify = SIGEV_NONE;
    show("silent", timer_create(CLOCK_REALTIME, &event, &silent));
    when = (struct itimerspec){{0, 0}, {100, 0}};
    timer_settime(silent, 0, &when, NULL);
    timer_gettime(silent, &now);
    show_bool("counts down", now.it_value.tv_sec >= 99);
    clock_gettime(CLOCK_REALTIME, &when.it_value);
    when.it_value.tv_sec += 100;
    timer_settime(silent, TIMER_ABSTIME, &when, NULL);
    timer_gettime(silent, &now);
    show_bool("counts down to a time", now.it_value.tv_sec >= 90 && now.it_value.tv_sec <= 100);
    show("delete", timer_delete(silent));
    event.sigev_notify = SIGEV_SIGNAL;
    timer_create(CLOCK_REALTIME, &event, &silent);
    clock_gettime(CLOCK_REALTIME, &when.it_value);
    timer_settime(silent, TIMER_ABSTIME, &when, NULL);
    show_bool("at a time", sigwaitinfo(&set, &info) == SIGRTMIN);
    timer_delete(silent);
    show("bad clock", timer_create(77, NULL, &silent));
    event.sigev_notify = 55;
    show("bad notification", timer_create(CLOCK_MONOTONIC, &event, &silent));
    when.it_value.tv_nsec = -1;
    show("bad time", timer_settime(timer, 0, &when, NULL));
    show("kernel: no such timer", syscall(SYS_timer_delete, 12345));
    pid_t pid = fork();
    if (pid == 0) {
        // Timers are not inherited.
        _exit(syscall(SYS_timer_gettime, 0, &now) == -1 ? 0 : 1);
    }
    show_end("child", pid);
    return 0;
}
