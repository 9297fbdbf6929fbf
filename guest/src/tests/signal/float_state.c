// Floating-point state is the program's own again after a handler that used it.
// widths: 64
// libs: -lm
#include "guest.h"
#include <fenv.h>

static volatile double scratch;

static void handler(int signal)
{
    (void)signal;
    fesetround(FE_UPWARD);
    scratch = 1.0 / 3.0;
    asm volatile("pcmpeqd %%xmm0, %%xmm0; pcmpeqd %%xmm5, %%xmm5; pcmpeqd %%xmm15, %%xmm15; fninit; fldpi"
                 ::: "xmm0", "xmm5", "xmm15");
}

int main(void)
{
    double first = 1.5, second = 2.5, third = 3.5, fourth = 0;
    handle(SIGUSR1, handler, 0);
    fesetround(FE_DOWNWARD);
    long tgid = getpid(), tid = gettid();
    double results[3];
    asm volatile("fld1; movsd %3, %%xmm0; movsd %4, %%xmm5; movsd %5, %%xmm15;"
                 "syscall;"
                 "movsd %%xmm0, %0; movsd %%xmm5, %1; movsd %%xmm15, %2"
                 : "=m"(results[0]), "=m"(results[1]), "=m"(results[2])
                 : "m"(first), "m"(second), "m"(third), "a"(SYS_tgkill), "D"(tgid), "S"(tid),
                   "d"(SIGUSR1)
                 : "rcx", "r11", "memory", "xmm0", "xmm5", "xmm15");
    asm volatile("fstpl %0" : "=m"(fourth));
    printf("%g %g %g, x87 %g\n", results[0], results[1], results[2], fourth);
    show_bool("rounding kept", fegetround() == FE_DOWNWARD);
    return 0;
}
