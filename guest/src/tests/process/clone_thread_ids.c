// clone(CLONE_THREAD) by hand: one process id, two thread ids, one parent.
#include "guest.h"
#include <linux/futex.h>

static char stack[65536] __attribute__((aligned(16)));
static pid_t main_pid, main_parent;
static pid_t cleared = -1;
static volatile int answers;

static int thread(void *unused)
{
    (void)unused;
    answers |= getpid() == main_pid ? 1 : 0;
    answers |= syscall(SYS_gettid) != main_pid ? 2 : 0;
    answers |= getppid() == main_parent ? 4 : 0;
    syscall(SYS_exit, 0);
    return 0;
}

int main(void)
{
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM
        | CLONE_CHILD_CLEARTID;
    main_pid = getpid();
    main_parent = getppid();
    pid_t tid = clone(thread, stack + sizeof stack, flags, NULL, NULL, NULL, &cleared);
    show_bool("got a thread id", tid > 0 && tid != main_pid);
    while (cleared != 0)
        syscall(SYS_futex, &cleared, FUTEX_WAIT, -1, NULL, NULL, 0);
    printf("answers: %d\n", answers);
    show("a thread is nobody's child", waitpid(tid, NULL, __WALL));
    return 0;
}
