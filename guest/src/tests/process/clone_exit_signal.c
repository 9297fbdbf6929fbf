// A clone's exit signal decides who hears of it and which wait flags find it (wait(2), __WCLONE).
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));
static volatile sig_atomic_t heard;

static void on_signal(int signal) { heard = signal; }

static int child(void *unused)
{
    (void)unused;
    return 6;
}

static void clone_with(int exit_signal)
{
    int status = 0;
    heard = 0;
    pid_t pid = clone(child, stack + sizeof stack, exit_signal, NULL);
    await_state(pid, 'Z');
    printf("exit signal %s\n", exit_signal == 0 ? "none" : signal_name(exit_signal));
    show("  plain wait", waitpid(pid, &status, WNOHANG) > 0);
    if (status == 0)
        show("  __WCLONE", waitpid(pid, &status, __WCLONE | WNOHANG) > 0);
    show_status("  child", status);
    printf("  heard: %s\n", heard == 0 ? "nothing" : signal_name(heard));
}

int main(void)
{
    handle(SIGCHLD, on_signal, 0);
    handle(SIGUSR1, on_signal, 0);
    clone_with(SIGCHLD);
    clone_with(SIGUSR1);
    clone_with(0);
    pid_t pid = clone(child, stack + sizeof stack, SIGUSR1, NULL);
    int status;
    show_bool("__WALL finds it", waitpid(pid, &status, __WALL) == pid);
    return 0;
}
