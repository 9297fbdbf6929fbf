// What a handler writes into the saved floating-point state is what the program goes on with.
// widths: 64
#include "guest.h"
#include <ucontext.h>

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    struct _libc_fpstate *floats = ((ucontext_t *)context)->uc_mcontext.fpregs;
    double low;
    memcpy(&low, &floats->_xmm[7], 8);
    printf("saved: xmm7 %g, control %#x, mxcsr %#x\n", low, floats->cwd, floats->mxcsr);
    low = 8.5;
    memcpy(&floats->_xmm[7], &low, 8);
    floats->mxcsr = 0x3f80;
    floats->cwd = 0x77f;
}

int main(void)
{
    double low = 2.25, after;
    unsigned mxcsr;
    unsigned short control;
    handle_info(SIGUSR1, handler, 0);
    asm volatile("movsd %3, %%xmm7; syscall; movsd %%xmm7, %0; stmxcsr %1; fnstcw %2"
                 : "=m"(after), "=m"(mxcsr), "=m"(control)
                 : "m"(low), "a"(SYS_tgkill), "D"(getpid()), "S"(gettid()), "d"(SIGUSR1)
                 : "rcx", "r11", "memory", "xmm7");
    printf("after: xmm7 %g, control %#x, mxcsr %#x\n", after, control, mxcsr);
    asm volatile("fninit; ldmxcsr %0" ::"m"((unsigned){0x1f80}));
    pid_t pid = fork();
    if (pid == 0) {
        asm volatile("ldmxcsr %0" ::"m"((unsigned){0xffffffff}));
        _exit(0);
    }
    show_end("reserved bits of MXCSR", pid);
    return 0;
}
