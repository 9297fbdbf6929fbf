// FXSAVE and FXRSTOR carry the x87, SSE and control state.
// widths: 64
#include "guest.h"

static unsigned char area[512] __attribute__((aligned(16)));

int main(void)
{
    double one[2] = {1.25, -2.5}, back[2] = {0, 0};
    unsigned short control = 0x27f, control_back = 0;
    unsigned mxcsr = 0x1f80 | 0x6000, mxcsr_back = 0;
    double top = 0;
    asm volatile("fninit; fldcw %3; fld1; fldpi; ldmxcsr %4; movupd %2, %%xmm7; fxsave %0;"
                 "fninit; pxor %%xmm7, %%xmm7"
                 : "=m"(area), "+m"(control)
                 : "m"(one), "m"(control), "m"(mxcsr)
                 : "xmm7");
    unsigned short status = *(unsigned short *)(area + 2);
    printf("control %#x top %d tag %#x mxcsr %#x\n", *(unsigned short *)area, status >> 11 & 7, area[4],
           *(unsigned *)(area + 24));
    asm volatile("fxrstor %4; fstpl %0; fnstcw %1; stmxcsr %2; movupd %%xmm7, %3"
                 : "=m"(top), "=m"(control_back), "=m"(mxcsr_back), "=m"(back)
                 : "m"(area)
                 : "xmm7");
    printf("top %.4f control %#x mxcsr %#x xmm7 %g %g\n", top, control_back, mxcsr_back, back[0], back[1]);
    asm volatile("ldmxcsr %0; fninit" ::"m"((unsigned){0x1f80}));
    return 0;
}
