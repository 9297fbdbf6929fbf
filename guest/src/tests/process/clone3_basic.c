// clone3(2) with its own exit signal field, a stack given by base and size, and a pidfd.
#include "guest.h"
#include <linux/sched.h>

static int value = 1;

int main(void)
{
    int pidfd = -1;
    pid_t tid = 0;
    struct clone_args args = {
        .flags = CLONE_PIDFD | CLONE_PARENT_SETTID,
        .pidfd = (uintptr_t)&pidfd,
        .parent_tid = (uintptr_t)&tid,
        .exit_signal = SIGCHLD,
    };
    long pid = syscall(SYS_clone3, &args, CLONE_ARGS_SIZE_VER0);
    if (pid == 0) {
        value = 2;
        _exit(21);
    }
    show_bool("pidfd", pidfd >= 0);
    show_bool("parent tid", tid == pid);
    show_end("child", (pid_t)pid);
    printf("value: %d\n", value);
    return 0;
}
