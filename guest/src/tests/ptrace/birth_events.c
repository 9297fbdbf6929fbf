// Events of fork, vfork and clone, what the message tells, and where the new task stops.
#include "tracing.h"

static char stack[65536] __attribute__((aligned(16)));

static int leave(void *unused)
{
    (void)unused;
    _exit(2);
}

static void by_fork(void)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(2);
    waitpid(pid, NULL, 0);
}

static void by_vfork(void)
{
    pid_t pid = vfork();
    if (pid == 0)
        _exit(2);
    waitpid(pid, NULL, 0);
}

static void by_clone(void)
{
    waitpid(clone(leave, stack + sizeof stack, CLONE_VM | SIGUSR1, NULL), NULL, __WALL);
}

static void by_clone_vfork(void)
{
    waitpid(clone(leave, stack + sizeof stack, CLONE_VFORK | SIGUSR1, NULL), NULL, __WALL);
}

static void by_clone_untraced(void)
{
    waitpid(clone(leave, stack + sizeof stack, CLONE_UNTRACED | SIGCHLD, NULL), NULL, __WALL);
}

static void run(const char *what, void (*body)(void))
{
    printf("%s\n", what);
    pid_t pid = traced(body, PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEVFORKDONE);
    pid_t child = 0;
    proceed(pid, PTRACE_CONT, 0);
    for (;;) {
        int status = show_stop("  maker", pid);
        if (!WIFSTOPPED(status))
            break;
        int event = status >> 16, signal = event == 0 ? WSTOPSIG(status) : 0;
        if (event >= 1 && event <= 3) {
            child = (pid_t)event_message(pid);
            show_stop("  child", child);
            show_bool("  has own id", child != pid && kill(child, 0) == 0);
            proceed(child, PTRACE_CONT, 0);
            proceed(pid, PTRACE_CONT, 0);
            show_stop("  child", child);
            continue;
        } else if (event == 5) {
            show_bool("  the same child", (pid_t)event_message(pid) == child);
        }
        proceed(pid, PTRACE_CONT, signal);
    }
}

int main(void)
{
    run("fork", by_fork);
    run("vfork", by_vfork);
    run("clone", by_clone);
    run("clone with VFORK", by_clone_vfork);
    run("clone with UNTRACED", by_clone_untraced);
    return 0;
}
