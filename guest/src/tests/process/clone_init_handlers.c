// The init of a pid namespace ignores SIGCHLD from its end on; whoever shares its handlers does too.
// flags: -Wno-unused-function
#include "guest.h"
#include <sched.h>

static char stack[65536] __attribute__((aligned(16)));

static int nothing(void *unused)
{
    (void)unused;
    return 5;
}

static void disposition(const char *what)
{
    struct sigaction action;
    sigaction(SIGCHLD, NULL, &action);
    printf("%s: %s\n", what, action.sa_handler == SIG_IGN ? "ignored" : action.sa_handler == SIG_DFL ? "default" : "a handler");
}

static void run(const char *what, int flags)
{
    int status = 0;
    pid_t pid = clone(nothing, stack + sizeof stack, flags | SIGUSR1, NULL);
    if (pid < 0) {
        show(what, pid);
        return;
    }
    show_bool("waited for", waitpid(pid, &status, __WALL) == pid);
    disposition(what);
}

int main(void)
{
    signal(SIGUSR1, SIG_IGN);
    disposition("at first");
    run("sharing nothing", CLONE_NEWPID);
    run("sharing memory", CLONE_NEWPID | CLONE_VM);
    run("sharing handlers, no namespace", CLONE_VM | CLONE_SIGHAND);
    run("sharing handlers", CLONE_NEWPID | CLONE_VM | CLONE_SIGHAND);
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    show("children are not waited for", waitpid(pid, NULL, 0));
    return 0;
}
