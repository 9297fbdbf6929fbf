// The debug registers through ptrace: what may be set, and who has them.
#include "guest.h"
#include <sys/ptrace.h>
#include <sys/user.h>

#define DR(n) (offsetof(struct user, u_debugreg) + (n) * sizeof(long))
enum { EXECUTE = 0, WRITE = 1, ACCESS = 3 };

static volatile long watched[8] __attribute__((aligned(64)));
// The bits of DR7 that make breakpoint `n` one of a type and length.
static unsigned long control(int n, int type, int length)
{
    unsigned long size = length == 8 ? 2 : length - 1;
    return 1UL << 2 * n | ((size << 2 | type) << (16 + 4 * n));
}

static long set(pid_t pid, int n, unsigned long value)
{
    return ptrace(PTRACE_POKEUSER, pid, DR(n), value);
}

static unsigned long get(pid_t pid, int n)
{
    errno = 0;
    return ptrace(PTRACE_PEEKUSER, pid, DR(n), 0);
}

static pid_t start(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME);
        raise(SIGSTOP);
        _exit(7);
    }
    int status;
    waitpid(pid, &status, 0);
    return pid;
}

static void try_all(pid_t pid)
{
    show("DR4", set(pid, 4, 0));
    show("DR5", set(pid, 5, 1));
    unsigned long none = get(pid, 4);
    printf("read DR4: %lu %s\n", none, error_name(errno));
    printf("nothing set: %lx %lx %lx\n", get(pid, 0), get(pid, 6), get(pid, 7));
    show("misaligned address", set(pid, 1, (unsigned long)watched + 1));
    show("its byte", set(pid, 7, control(1, WRITE, 1)));
    show("its two bytes", set(pid, 7, control(1, WRITE, 2)));
    printf("control is %lx\n", get(pid, 7));
    show("two bytes executed", set(pid, 7, control(1, EXECUTE, 2)));
    show("ports", set(pid, 7, control(1, 2, 1)));
    show("off", set(pid, 7, 0));
    show("aligned", set(pid, 1, (unsigned long)watched));
    show("two bytes", set(pid, 7, control(1, WRITE, 2)));
    show("then misaligned", set(pid, 1, (unsigned long)watched + 1));
    show_bool("address kept", get(pid, 1) == (unsigned long)watched);
    show("four bytes", set(pid, 7, control(1, ACCESS, 4)));
    show("eight bytes", set(pid, 7, control(1, ACCESS, 8)));
    show("an address never set", set(pid, 7, control(2, WRITE, 4)));
    show("kernel address", set(pid, 3, -4096UL));
    show("reserved bits", set(pid, 7, 0xdc00 | control(1, WRITE, 4)));
    printf("control is %lx\n", get(pid, 7));
    show("reserved bits of DR6", set(pid, 6, 0xffff));
    printf("status is %lx\n", get(pid, 6));
    show("all off", set(pid, 7, 0));
    show("odd offset", ptrace(PTRACE_POKEUSER, pid, DR(0) + 1, 0));
}

static void inheritance(void)
{
    printf("a child:\n");
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME);
        raise(SIGSTOP);
        if (fork() == 0) {
            _exit(3);
        }
        wait(&status);
        execl("/proc/self/exe", "debug_registers", "again", NULL);
    }
    waitpid(pid, &status, 0);
    ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXEC);
    set(pid, 0, (unsigned long)&watched[1]);
    set(pid, 7, control(0, WRITE, 4));
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    unsigned long child;
    ptrace(PTRACE_GETEVENTMSG, pid, 0, &child);
    waitpid(child, &status, 0);
    show_bool("parent's address in the child", get(child, 0) == (unsigned long)&watched[1]);
    ptrace(PTRACE_CONT, child, 0, 0);
    waitpid(child, &status, 0);
    show_status("child", status);
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    while (WIFSTOPPED(status) && status >> 8 != (SIGTRAP | PTRACE_EVENT_EXEC << 8)) {
        ptrace(PTRACE_CONT, pid, 0, 0);
        waitpid(pid, &status, 0);
    }
    printf("after exec: address %lx, control %lx\n", get(pid, 0), get(pid, 7));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) {
        return 0;
    }
    pid_t pid = start();
    try_all(pid);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    inheritance();
    return 0;
}
