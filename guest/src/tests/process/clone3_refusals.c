// Arguments that clone3(2) refuses, and the errors it gives.
#include "guest.h"
#include <linux/sched.h>

static void attempt(const char *what, struct clone_args args, size_t size)
{
    long pid = syscall(SYS_clone3, &args, size);
    if (pid == 0)
        _exit(0);
    show_ok(what, pid);
    if (pid > 0)
        waitpid((pid_t)pid, NULL, __WALL);
}

int main(void)
{
    size_t size = CLONE_ARGS_SIZE_VER0;
    attempt("size too small", (struct clone_args){.exit_signal = SIGCHLD}, size - 8);
    attempt("signal in flags", (struct clone_args){.flags = SIGCHLD}, size);
    attempt("unknown flag", (struct clone_args){.flags = 1ULL << 40}, size);
    attempt("DETACHED", (struct clone_args){.flags = 0x00400000}, size);
    attempt("bad exit signal", (struct clone_args){.exit_signal = 65}, size);
    attempt("THREAD with exit signal",
            (struct clone_args){.flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, .exit_signal = SIGCHLD},
            size);
    attempt("PARENT with exit signal",
            (struct clone_args){.flags = CLONE_PARENT, .exit_signal = SIGCHLD}, size);
    attempt("stack without size", (struct clone_args){.exit_signal = SIGCHLD, .stack = 4096}, size);
    attempt("size without stack", (struct clone_args){.exit_signal = SIGCHLD, .stack_size = 4096},
            size);
    attempt("a plain fork", (struct clone_args){.exit_signal = SIGCHLD}, size);
    show_ok("bad pointer", syscall(SYS_clone3, (void *)8, size));
    return 0;
}
