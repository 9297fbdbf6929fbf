// CLONE_CHILD_CLEARTID: cleared and woken at exit and exec, if others share the memory.
#include "guest.h"
#include <linux/futex.h>

static char stack[2][65536] __attribute__((aligned(16)));
static int word;
static volatile int go;

static int ends(void *unused)
{
    (void)unused;
    while (!go)
        sched_yield();
    return 3;
}

static int executes(void *unused)
{
    (void)unused;
    while (!go)
        sched_yield();
    execl("/bin/true", "true", NULL);
    _exit(1);
}

static void try(const char *what, int (*body)(void *), int flags)
{
    word = 77;
    go = 0;
    pid_t pid = clone(body, stack[0] + sizeof stack[0], flags | SIGCHLD, NULL, NULL, NULL, &word);
    struct timespec limit = {10, 0};
    go = 1;
    int now;
    while ((now = *(volatile int *)&word) != 0 && waitpid(pid, NULL, WNOHANG | WNOWAIT) == 0 && (flags & CLONE_VM))
        syscall(SYS_futex, &word, FUTEX_WAIT, 77, &limit, NULL, 0);
    int status;
    waitpid(pid, &status, 0);
    printf("%s: word %d, ", what, word);
    show_status("it", status);
}

int main(void)
{
    try("exit, memory shared", ends, CLONE_VM | CLONE_CHILD_CLEARTID);
    try("exec, memory shared", executes, CLONE_VM | CLONE_CHILD_CLEARTID);
    go = 1;
    word = 77;
    pid_t pid = fork();
    if (pid == 0) {
        syscall(SYS_set_tid_address, &word);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    printf("exit, memory of its own: word %d\n", word);
    show_bool("set_tid_address returns the id", syscall(SYS_set_tid_address, &word) == gettid());
    return 0;
}
