// The saved floating-point state can be read and changed by the handler.
// widths: 64
#include "guest.h"
#include <ucontext.h>

static void handler(int signal, siginfo_t *info, void *context)
{
    ucontext_t *saved = context;
    (void)signal;
    (void)info;
    double value;
    memcpy(&value, saved->uc_mcontext.fpregs->_xmm[3].element, sizeof value);
    printf("xmm3 at the fault: %g, mxcsr %#x\n", value, saved->uc_mcontext.fpregs->mxcsr & 0xffc0);
    value *= 2;
    memcpy(saved->uc_mcontext.fpregs->_xmm[3].element, &value, sizeof value);
    saved->uc_mcontext.gregs[REG_RIP] += 2;
}

int main(void)
{
    double in = 21.25, out;
    handle_info(SIGILL, handler, 0);
    asm volatile("movsd %1, %%xmm3; ud2; movsd %%xmm3, %0" : "=m"(out) : "m"(in) : "xmm3");
    printf("afterwards: %g\n", out);
    return 0;
}
