// A step over a system call, and into a signal handler.
#include "tracing.h"

#ifdef __x86_64__
#define IP rip
#else
#define IP eip
#endif

static volatile int handled;

static void handler(int signal)
{
    (void)signal;
    handled++;
}

static void body(void)
{
    handle(SIGUSR1, handler, 0);
#ifdef __x86_64__
    asm volatile("int3; mov $39, %%eax; syscall; nop; nop" ::: "rax", "rcx", "r11", "memory");
#else
    asm volatile("int3; mov $20, %%eax; int $0x80; nop; nop" ::: "eax", "memory");
#endif
    _exit(handled);
}

int main(void)
{
    struct user_regs_struct regs;
    siginfo_t info;
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("breakpoint", pid);
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    unsigned long before = regs.IP;
    for (int i = 0; i < 3; i++) {
        proceed(pid, PTRACE_SINGLESTEP, 0);
        show_stop("step", pid);
        ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
        ptrace(PTRACE_GETREGS, pid, 0, &regs);
        printf("moved %ld, code %d\n", (long)(regs.IP - before), info.si_code);
        before = regs.IP;
    }
    proceed(pid, PTRACE_SINGLESTEP, SIGUSR1);
    show_stop("into the handler", pid);
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    show_bool("at its first instruction", (unsigned long)regs.IP == (unsigned long)handler);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
