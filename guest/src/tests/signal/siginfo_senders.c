// si_code and friends tell who sent a signal: kill, tgkill, sigqueue, timer, child.
#include "guest.h"
#include <sys/time.h>

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    const char *code = info->si_code == SI_USER ? "SI_USER"
        : info->si_code == SI_TKILL             ? "SI_TKILL"
        : info->si_code == SI_QUEUE             ? "SI_QUEUE"
        : info->si_code == SI_TIMER             ? "SI_TIMER"
        : info->si_code == SI_KERNEL            ? "SI_KERNEL"
        : info->si_code == CLD_EXITED           ? "CLD_EXITED"
                                                : "?";
    printf("%s %s", signal_name(signal), code);
    if (info->si_code == SI_USER || info->si_code == SI_TKILL || info->si_code == SI_QUEUE)
        printf(" from me %d uid %d", info->si_pid == getpid(), info->si_uid == getuid());
    if (info->si_code == SI_QUEUE || info->si_code == SI_TIMER)
        printf(" value %d", info->si_value.sival_int);
    printf("\n");
}

// Lets in what comes, or came already, while everything is blocked.
static void await_signal(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigsuspend(&none);
}

int main(void)
{
    mask_signal(SIG_BLOCK, SIGUSR1);
    mask_signal(SIG_BLOCK, SIGALRM);
    mask_signal(SIG_BLOCK, SIGCHLD);
    handle_info(SIGUSR1, handler, 0);
    handle_info(SIGALRM, handler, 0);
    handle_info(SIGCHLD, handler, 0);
    kill(getpid(), SIGUSR1);
    await_signal();
    raise(SIGUSR1);
    await_signal();
    sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 77});
    await_signal();
    ualarm(1000, 0);
    await_signal();
    timer_t timer;
    struct sigevent event = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 88};
    struct itimerspec soon = {.it_value.tv_nsec = 1000000};
    timer_create(CLOCK_MONOTONIC, &event, &timer);
    timer_settime(timer, 0, &soon, NULL);
    await_signal();
    if (fork() == 0)
        _exit(0);
    await_signal();
    wait(NULL);
    return 0;
}
