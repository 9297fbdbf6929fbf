// sigtimedwait, sigwait, sigsuspend: what they return, take and refuse.
#include "guest.h"
#include <sys/time.h>

static volatile int handled;

static void handler(int signal) { handled = signal; }

int main(void)
{
    sigset_t set, empty;
    siginfo_t info;
    struct timespec none = {0, 0}, bad = {0, 1000000000}, short_time = {0, 1000000};
    sigemptyset(&set);
    sigemptyset(&empty);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    show("nothing there", sigtimedwait(&set, &info, &none));
    show("time runs out", sigtimedwait(&set, &info, &short_time));
    show("bad time", sigtimedwait(&set, &info, &bad));
    show("bad size", syscall(SYS_rt_sigtimedwait, &set, &info, &none, 4));
    show("bad set", syscall(SYS_rt_sigtimedwait, 8, &info, &none, 8));
    raise(SIGUSR1);
    show("bad info", syscall(SYS_rt_sigtimedwait, &set, 8, &none, 8));
    show("it is taken all the same", sigtimedwait(&set, &info, &none));
    handle(SIGALRM, handler, SA_RESTART);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 2000}}, NULL);
    show("another signal, SA_RESTART", sigwaitinfo(&set, &info));
    printf("handled %d\n", handled);
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 2000}}, NULL);
    show("sigsuspend", sigsuspend(&set));
    sigprocmask(SIG_BLOCK, NULL, &empty);
    show("mask is back", sigismember(&empty, SIGUSR1));
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t kills;
        sigfillset(&kills);
        sigwaitinfo(&kills, NULL);
        _exit(0);
    }
    await_state(pid, 'S');
    kill(pid, SIGKILL);
    show_end("SIGKILL cannot be waited for", pid);
    pid = fork();
    if (pid == 0) {
        int got;
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, NULL);
        show("sigwait", sigwait(&all, &got));
        printf("got %s\n", signal_name(got));
        _exit(0);
    }
    await_state(pid, 'S');
    kill(pid, SIGTSTP);
    show_end("SIGTSTP waited for", pid);
    return 0;
}
