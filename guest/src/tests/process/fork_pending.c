// What a child does not inherit: pending signals, of the thread and of the process, and alarms.
#include "guest.h"
#include <sys/time.h>

int main(void)
{
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, SIGUSR2);
    raise(SIGUSR1);
    kill(getpid(), SIGUSR2);
    alarm(100);
    struct itimerval timer = {{0, 0}, {100, 0}};
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
    setitimer(ITIMER_PROF, &timer, NULL);
    timer_t id;
    timer_create(CLOCK_MONOTONIC, NULL, &id);
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t set;
        sigpending(&set);
        show("thread's", sigismember(&set, SIGUSR1));
        show("process's", sigismember(&set, SIGUSR2));
        sigprocmask(SIG_BLOCK, NULL, &set);
        show("mask", sigismember(&set, SIGUSR1));
        show("alarm", alarm(0));
        getitimer(ITIMER_VIRTUAL, &timer);
        show("virtual", timer.it_value.tv_sec);
        getitimer(ITIMER_PROF, &timer);
        show("profile", timer.it_value.tv_sec);
        struct itimerspec left;
        show("timer", timer_gettime(id, &left));
        _exit(0);
    }
    show_end("child", pid);
    show_bool("parent's alarm", alarm(0) > 90);
    sigset_t set;
    sigpending(&set);
    show("parent's signal", sigismember(&set, SIGUSR1) + sigismember(&set, SIGUSR2));
    return 0;
}
