// RLIMIT_CPU: SIGXCPU at the soft limit, SIGKILL at the hard one.
#include "guest.h"
#include <sys/resource.h>

static volatile sig_atomic_t warned;
static void handler(int signal)
{
    (void)signal;
    warned = 1;
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {1, 2};
        setrlimit(RLIMIT_CPU, &limit);
        for (;;) {
        }
    }
    show_end("soft limit", pid);
    pid = fork();
    if (pid == 0) {
        struct rlimit limit = {1, 5};
        handle(SIGXCPU, handler, 0);
        setrlimit(RLIMIT_CPU, &limit);
        while (!warned) {
        }
        _exit(7);
    }
    show_end("handled", pid);
    return 0;
}
