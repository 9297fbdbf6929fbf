// A tracer can turn a system call into another or into none, and choose its result.
// widths: 64
#include "tracing.h"

static void body(void)
{
    long first = syscall(SYS_getppid);
    long second = syscall(SYS_close, 1);
    long third = syscall(SYS_getpid);
    printf("first is the own id: %d\n", first == getpid());
    printf("close: %ld\n", second == -1 ? (long)errno : second);
    printf("third %ld\n", third);
    _exit(0);
}

int main(void)
{
    pid_t pid = traced(body, PTRACE_O_TRACESYSGOOD);
    struct user_regs_struct regs;
    for (int call = 0; call < 3; call++) {
        proceed(pid, PTRACE_SYSCALL, 0);
        waitpid(pid, NULL, 0);
        ptrace(PTRACE_GETREGS, pid, 0, &regs);
        printf("entry: rax is ENOSYS: %d\n", (long)regs.rax == -ENOSYS);
        if (call == 0)
            regs.orig_rax = SYS_getpid;
        else if (call == 1)
            regs.orig_rax = -1;
        ptrace(PTRACE_SETREGS, pid, 0, &regs);
        proceed(pid, PTRACE_SYSCALL, 0);
        waitpid(pid, NULL, 0);
        ptrace(PTRACE_GETREGS, pid, 0, &regs);
        if (call == 2) {
            regs.rax = 4711;
            ptrace(PTRACE_SETREGS, pid, 0, &regs);
        }
    }
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
