// x87 and SSE state over fork, over clone, over exec and in handlers.
// flags: -msse2
#include "guest.h"

static unsigned short control(void)
{
    unsigned short value;
    asm volatile("fnstcw %0" : "=m"(value));
    return value;
}

static unsigned mxcsr(void)
{
    unsigned value;
    asm volatile("stmxcsr %0" : "=m"(value));
    return value;
}

static void tell(const char *what) { printf("%s: control %#x mxcsr %#x\n", what, control(), mxcsr()); }

static void handler(int signal)
{
    (void)signal;
    tell("in a handler");
    asm volatile("fninit; ldmxcsr %0" ::"m"((unsigned){0x1fa0}));
}

static char stack[65536] __attribute__((aligned(16)));

static int child(void *unused)
{
    (void)unused;
    tell("child on another stack");
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        tell("after exec");
        return 0;
    }
    unsigned short set = 0x27f;
    unsigned other = 0x5fa0;
    double top = 0, low = 1.5, low_after = 0;
    asm volatile("fninit; fldcw %0; ldmxcsr %1; fldpi" ::"m"(set), "m"(other));
    tell("set");
    handle(SIGUSR1, handler, 0);
    raise(SIGUSR1);
    tell("after the handler");
    long pid;
#ifdef __x86_64__
    asm volatile("movsd %2, %%xmm9; syscall; movsd %%xmm9, %1" : "=a"(pid), "=m"(low_after)
                 : "m"(low), "0"(SYS_fork) : "rcx", "r11", "memory", "xmm9");
#else
    asm volatile("movsd %2, %%xmm5; int $0x80; movsd %%xmm5, %1" : "=a"(pid), "=m"(low_after)
                 : "m"(low), "0"(SYS_fork) : "memory", "xmm5");
#endif
    if (pid == 0) {
        asm volatile("fstpl %0" : "=m"(top));
        printf("child's registers: %.4f %g\n", top, low_after);
        tell("child");
        asm volatile("fninit");
        _exit(0);
    }
    show_end("child", (pid_t)pid);
    show_end("other", clone(child, stack + sizeof stack, SIGCHLD, NULL));
    asm volatile("fstpl %0" : "=m"(top));
    printf("parent's registers: %.4f %g\n", top, low_after);
    tell("parent");
    execl("/proc/self/exe", argv[0], "again", NULL);
    die("exec");
}
