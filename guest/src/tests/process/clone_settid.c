// The tid flags of clone(2): PARENT_SETTID, CHILD_SETTID and CHILD_CLEARTID with its futex wake.
#include "guest.h"
#include <linux/futex.h>

static char stack[65536] __attribute__((aligned(16)));
static pid_t parent_tid, child_tid;

static int child(void *unused)
{
    (void)unused;
    sleep_millis(30);
    return (child_tid == getpid()) + 2 * (parent_tid == getpid());
}

int main(void)
{
    int flags = CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
    child_tid = -1;
    pid_t pid = clone(child, stack + sizeof stack, flags, NULL, &parent_tid, NULL, &child_tid);
    show_bool("set in the parent's memory", parent_tid == pid);
    while (child_tid == -1)
        sched_yield();
    while (child_tid != 0)
        syscall(SYS_futex, &child_tid, FUTEX_WAIT, pid, NULL, NULL, 0);
    printf("cleared: %d\n", child_tid);
    show_end("child", pid);
    return 0;
}
