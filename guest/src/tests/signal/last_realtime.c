// Signals 63 and 64: handlers, masks, waiting, queues and values as with any other.
#include "guest.h"

static volatile int order[16], values[16], count;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    order[count] = signal;
    values[count++] = info->si_value.sival_int;
}

int main(void)
{
    handle_info(63, handler, 0);
    handle_info(64, handler, 0);
    show("65", sigaction(65, &(struct sigaction){.sa_handler = SIG_IGN}, NULL));
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, 63);
    sigaddset(&set, 64);
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (int i = 0; i < 3; i++) {
        sigqueue(getpid(), 64, (union sigval){.sival_int = i});
        sigqueue(getpid(), 63, (union sigval){.sival_int = 10 + i});
    }
    sigset_t waiting;
    sigpending(&waiting);
    printf("pending %d %d\n", sigismember(&waiting, 63), sigismember(&waiting, 64));
    siginfo_t info;
    sigset_t last;
    sigemptyset(&last);
    sigaddset(&last, 64);
    show("waited for", sigwaitinfo(&last, &info));
    printf("value %d\n", info.si_value.sival_int);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    for (int i = 0; i < count; i++)
        printf("%d:%d ", order[i], values[i]);
    printf("\n");
    pid_t pid = fork();
    if (pid == 0) {
        signal(64, SIG_DFL);
        raise(64);
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    printf("by default: %d\n", WTERMSIG(status));
    show("kill", kill(getpid(), 64));
    printf("value of kill %d\n", values[count - 1]);
    return 0;
}
