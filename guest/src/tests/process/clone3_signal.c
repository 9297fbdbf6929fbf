// The exit signal stands in a field of its own: what may be in it, and in the flags.
#include "guest.h"
#include <linux/sched.h>

static void try(const char *what, unsigned long long flags, unsigned long long exit_signal)
{
    struct clone_args record = {.flags = flags, .exit_signal = exit_signal};
    pid_t pid = (pid_t)syscall(SYS_clone3, &record, 64);
    if (pid == 0)
        _exit(1);
    if (pid == -1) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    int status;
    show_bool(what, waitpid(pid, &status, __WALL) == pid && WEXITSTATUS(status) == 1);
}

int main(void)
{
    signal(SIGUSR1, SIG_IGN);
    signal(64, SIG_IGN);
    try("none", 0, 0);
    try("SIGUSR1", 0, SIGUSR1);
    try("64", 0, 64);
    try("65", 0, 65);
    try("255", 0, 255);
    try("256", 0, 256);
    try("beyond 32 bits", 0, 0x100000011ULL);
    try("signal in the flags", SIGCHLD, 0);
    try("signal in both", SIGCHLD, SIGCHLD);
    try("CLONE_DETACHED", CLONE_DETACHED, SIGCHLD);
    try("PARENT with a signal", CLONE_PARENT, SIGCHLD);
    try("flags beyond 32 bits", 0x8000000000000000ULL, SIGCHLD);
    try("THREAD with a signal", CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, SIGCHLD);
    try("SETTLS nowhere", 0, SIGCHLD);
    return 0;
}
