// PTRACE_SINGLESTEP: one instruction at a time, with TRAP_TRACE; a breakpoint's trap is another.
#include "tracing.h"

#ifdef __x86_64__
#define IP rip
#else
#define IP eip
#endif

static void steps(void)
{
#ifdef __x86_64__
    asm volatile("int3; nop; mov $3, %%eax; push %%rax; pop %%rdx; xor %%ecx, %%ecx; mov $2, %%ecx;"
                 "1: sub $1, %%ecx; jnz 1b; int3"
                 ::: "rax", "rcx", "rdx", "memory");
#else
    asm volatile("int3; nop; mov $3, %%eax; push %%eax; pop %%edx; xor %%ecx, %%ecx; mov $2, %%ecx;"
                 "1: sub $1, %%ecx; jnz 1b; int3"
                 ::: "eax", "ecx", "edx", "memory");
#endif
    _exit(0);
}

int main(void)
{
    struct user_regs_struct regs;
    siginfo_t info;
    pid_t pid = traced(steps, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("breakpoint", pid);
    ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
    printf("code %d\n", info.si_code);
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    unsigned long before = regs.IP;
    for (int i = 0; i < 12; i++) {
        proceed(pid, PTRACE_SINGLESTEP, 0);
        int status;
        waitpid(pid, &status, 0);
        ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
        ptrace(PTRACE_GETREGS, pid, 0, &regs);
        printf("%s code %d, moved %ld, flag in sight %d\n", signal_name(WSTOPSIG(status)), info.si_code,
               (long)(regs.IP - before), (int)(regs.eflags >> 8 & 1));
        before = regs.IP;
        if (info.si_code != TRAP_TRACE)
            break;
    }
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
