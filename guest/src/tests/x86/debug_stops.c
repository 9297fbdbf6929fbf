// The debug registers through ptrace: what stops a program, and where.
// flags: -msse2
// Expected as the processor manual and Linux have it: many virtual machines have no debug registers that work.
#include "guest.h"
#include <sys/ptrace.h>
#include <sys/user.h>

#define DR(n) (offsetof(struct user, u_debugreg) + (n) * sizeof(long))
#define HITS 0x400f

enum { EXECUTE = 0, WRITE = 1, ACCESS = 3 };

static volatile long watched[8] __attribute__((aligned(64)));
static volatile int calls;

__attribute__((noinline)) static void target(void) { calls++; }

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

static unsigned long ip(pid_t pid)
{
    struct user_regs_struct regs;
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
#ifdef __x86_64__
    return regs.rip;
#else
    return regs.eip;
#endif
}

static unsigned long flags(pid_t pid)
{
    struct user_regs_struct regs;
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    return regs.eflags;
}

static void act(int what)
{
    char bytes[64];
    switch (what) {
    case 0: target(); break;
    case 1: watched[1] = 5; break;
    case 2: (void)watched[1]; break;
    case 3: watched[1]++; break;
    case 4: ((volatile char *)watched)[sizeof(long) + 1] = 1; break;
    case 5: ((volatile char *)watched)[sizeof(long) - 1] = 1; break;
    case 6: *(volatile int *)((char *)watched + sizeof(long) - 3) = 1; break; // reaches over the edge
    case 7: asm volatile("push %0; pop %%" 
#ifdef __x86_64__
        "rax" ::"m"(watched[1]) : "rax"
#else
        "eax" ::"m"(watched[1]) : "eax"
#endif
        ); break;
    case 8: asm volatile("lea %0, %%edx; prefetcht0 %0" ::"m"(watched[1]) : "edx"); break;
    case 9: { // four elements, the second one watched
        void *to = (void *)watched;
        long count = 4;
        asm volatile("rep stos" 
#ifdef __x86_64__
            "q"
#else
            "l"
#endif
            : "+D"(to), "+c"(count) : "a"(0L) : "memory");
        break;
    }
    case 10: asm volatile("lock; xadd %0, %1" : "=r"(bytes[0]) , "+m"(*(char *)&watched[1]) ); break;
    case 11: asm volatile("movups %0, %%xmm0" ::"m"(watched[0])); break;
    case 12: asm volatile("movups %%xmm0, %0" : "=m"(watched[0])); break;
    case 13: asm volatile("fldz; fstps %0" : "=m"(watched[1])); break;
    case 14: asm volatile("btsl $3, %0" : "+m"(watched[1])); break;
    case 15: asm volatile("btl %1, %0" :: "m"(watched[0]), "r"(8 * (int)sizeof(long) + 1)); break;
    case 16: asm volatile("cmpl $3, %0" :: "m"(watched[1])); break;
    case 17: read(3, (void *)&watched[1], 1); break;
    case 18: asm volatile("xor %%ecx, %%ecx; lock; cmpxchg %%ecx, %0" :"+m"(watched[1])::"eax", "ecx"); break;
    case 19: asm volatile("setc %0" :"=m"(*(char *)&watched[1])); break;
    case 20: memmove(bytes, (void *)watched, 1); asm volatile("movsb" :: "S"(&watched[1]), "D"(bytes) : "memory"); break;
    }
}

static const char *const names[] = {
    "call", "write", "read", "increment", "byte inside", "byte before", "over the edge", "push",
    "address only", "repeated stores", "exchange and add", "wide read", "wide write", "x87 store",
    "bit set", "bit far off", "compare", "by the kernel", "compare and exchange", "set byte",
    "string move",
};

static pid_t start(int from, int to)
{
    pid_t pid = fork();
    if (pid == 0) {
        int zero = open("/dev/zero", O_RDONLY);
        if (zero != 3) {
            dup2(zero, 3);
        }
        ptrace(PTRACE_TRACEME);
        for (int i = from; i <= to; i++) {
            raise(SIGSTOP);
            act(i);
        }
        raise(SIGSTOP);
        _exit(7);
    }
    int status;
    waitpid(pid, &status, 0);
    return pid;
}

static void tell_stop(pid_t pid, int status)
{
    siginfo_t info;
    if (!WIFSTOPPED(status)) {
        show_status("  ended", status);
        return;
    }
    ptrace(PTRACE_GETSIGINFO, pid, 0, &info);
    printf("  %s code %d, DR6 %#lx, RF %d\n", signal_name(WSTOPSIG(status)),
           WSTOPSIG(status) == SIGTRAP ? info.si_code : 0, get(pid, 6) & HITS, (flags(pid) & 0x10000) != 0);
    if (WSTOPSIG(status) == SIGTRAP) {
        show_bool("  si_addr is the ip", (unsigned long)info.si_addr == ip(pid));
    }
}

// Lets it go on to the next stop that is not for a debug register.
static void go_on(pid_t pid)
{
    int status;
    for (int stops = 0;; stops++) {
        ptrace(PTRACE_CONT, pid, 0, 0);
        waitpid(pid, &status, 0);
        if (!WIFSTOPPED(status) || WSTOPSIG(status) != SIGTRAP || stops == 9) {
            break;
        }
        tell_stop(pid, status);
        set(pid, 6, 0);
    }
    if (WIFSTOPPED(status) && WSTOPSIG(status) != SIGSTOP) {
        tell_stop(pid, status);
    }
}

static void watch(const char *what, int type, int length, int from, int to)
{
    printf("%s:\n", what);
    pid_t pid = start(from, to);
    show(" address", set(pid, 0, type == EXECUTE ? (unsigned long)target : (unsigned long)&watched[1]));
    show(" control", set(pid, 7, control(0, type, length)));
    for (int i = from; i <= to; i++) {
        printf(" %s\n", names[i]);
        go_on(pid);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void steps(void)
{
    printf("single step:\n");
    pid_t pid = start(0, 1);
    int status;
    set(pid, 6, 0);
    ptrace(PTRACE_SINGLESTEP, pid, 0, 0);
    waitpid(pid, &status, 0);
    tell_stop(pid, status);
    set(pid, 0, (unsigned long)target);
    set(pid, 7, control(0, EXECUTE, 1));
    go_on(pid);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);

    printf("step from a breakpoint:\n");
    pid = start(0, 1);
    set(pid, 0, (unsigned long)target);
    set(pid, 7, control(0, EXECUTE, 1));
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    show_bool("stands at the breakpoint", ip(pid) == (unsigned long)target);
    tell_stop(pid, status);
    ptrace(PTRACE_SINGLESTEP, pid, 0, 0);
    waitpid(pid, &status, 0);
    show_bool("stands behind it", ip(pid) != (unsigned long)target);
    tell_stop(pid, status);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void in_a_child(void)
{
    printf("a child's write:\n");
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME);
        raise(SIGSTOP);
        if (fork() == 0) {
            watched[1] = 1;
            _exit(3);
        }
        wait(&status);
        _exit(WEXITSTATUS(status));
    }
    waitpid(pid, &status, 0);
    set(pid, 0, (unsigned long)&watched[1]);
    set(pid, 7, control(0, WRITE, 4));
    go_on(pid);
    ptrace(PTRACE_CONT, pid, 0, 0);
    waitpid(pid, &status, 0);
    show_status(" parent", status);
}

static void without_tracer(void)
{
    printf("after its tracer has let go:\n");
    pid_t pid = start(1, 1);
    set(pid, 0, (unsigned long)&watched[1]);
    set(pid, 7, control(0, WRITE, 4));
    ptrace(PTRACE_DETACH, pid, 0, 0);
    int status;
    waitpid(pid, &status, WUNTRACED);
    show_status("child", status);
    kill(pid, SIGKILL);
}

int main(void)
{
    watch("breakpoint", EXECUTE, 1, 0, 0);
    watch("writes", WRITE, sizeof(long), 1, 20);
    watch("accesses", ACCESS, sizeof(long), 1, 20);
    watch("a byte's writes", WRITE, 1, 1, 4);
    steps();
    in_a_child();
    without_tracer();
    return 0;
}
