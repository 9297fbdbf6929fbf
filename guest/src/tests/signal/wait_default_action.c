// A signal that a thread waits for with sigtimedwait is neither fatal nor ignored, whatever its default action.
#include "guest.h"

static int awaiting(int signal)
{
    int ready[2];
    pipe(ready);
    pid_t child = fork();
    if (child == 0) {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, signal);
        sigprocmask(SIG_BLOCK, &set, NULL);
        close(ready[1]);
        siginfo_t info;
        int got = sigtimedwait(&set, &info, &(struct timespec){20, 0});
        sigset_t after;
        sigprocmask(SIG_SETMASK, NULL, &after);
        printf("took %s, still blocked %d\n", got < 0 ? error_name(errno) : signal_name(got), sigismember(&after, signal));
        exit(0);
    }
    close(ready[1]);
    char byte;
    read(ready[0], &byte, 1);
    close(ready[0]);
    await_state(child, 'S');
    kill(child, signal);
    int status;
    waitpid(child, &status, 0);
    return status;
}

int main(void)
{
    show_status("fatal by default", awaiting(SIGUSR1));
    show_status("ignored by default", awaiting(SIGWINCH));
    show_status("stops by default", awaiting(SIGTSTP));
    signal(SIGUSR2, SIG_IGN);
    show_status("ignored", awaiting(SIGUSR2));
    show_status("real-time", awaiting(SIGRTMIN + 3));

    char name[64];
    snprintf(name, sizeof name, "/proc/%d", getpid());
    int self = open(name, O_RDONLY | O_DIRECTORY);
    show("pidfd_send_signal by /proc/PID", syscall(SYS_pidfd_send_signal, self, 0, NULL, 0));
    int tasks = openat(self, "task", O_RDONLY | O_DIRECTORY);
    show("by /proc/PID/task", syscall(SYS_pidfd_send_signal, tasks, 0, NULL, 0));
    return 0;
}
