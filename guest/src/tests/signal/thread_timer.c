// Timers that signal one thread, once and again and again (SIGEV_THREAD_ID).
// flags: -pthread
// libs: -lrt
#include "guest.h"
#include <pthread.h>
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile pid_t target;
static volatile int right, wrong, value, code;
static volatile int stop;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (gettid() == target)
        right++;
    else
        wrong++;
    value = info->si_value.sival_int;
    code = info->si_code;
}

static void *run(void *unused)
{
    target = gettid();
    while (!stop)
        sleep_millis(1);
    return unused;
}

int main(void)
{
    pthread_t thread;
    timer_t id;
    handle_info(SIGRTMAX, handler, SA_RESTART);
    pthread_create(&thread, NULL, run, NULL);
    while (target == 0)
        sched_yield();
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMAX, .sigev_value.sival_int = 77};
    event.sigev_notify_thread_id = target;
    show("create", timer_create(CLOCK_MONOTONIC, &event, &id));
    struct itimerspec times = {{0, 2000000}, {0, 1000000}};
    show("start", timer_settime(id, 0, &times, NULL));
    while (right + wrong < 10)
        sleep_millis(1);
    show("stop", timer_settime(id, 0, &(struct itimerspec){{0, 0}, {0, 0}}, NULL));
    printf("wrong thread %d, value %d, code %d\n", wrong, value, code);
    show("delete", timer_delete(id));
    event.sigev_notify_thread_id = 1;
    show("a thread of another process", timer_create(CLOCK_MONOTONIC, &event, &id));
    event.sigev_notify_thread_id = gettid();
    event.sigev_signo = 65;
    show("bad signal", timer_create(CLOCK_MONOTONIC, &event, &id));
    event.sigev_signo = SIGUSR1;
    event.sigev_notify = 99;
    show("bad kind", timer_create(CLOCK_MONOTONIC, &event, &id));
    stop = 1;
    pthread_join(thread, NULL);
    return 0;
}
