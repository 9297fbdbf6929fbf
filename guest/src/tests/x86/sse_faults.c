// Every unmasked SSE exception comes at its own instruction, with its code, and writes nothing.
// flags: -msse2
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf back;
static int code;
static unsigned mxcsr;
static unsigned long ip, first;

#ifdef __x86_64__
#define IP REG_RIP
#define PLACE "lea 1f(%%rip), %%r11; mov %%r11, %[first]; "
#define KEPT "r11", "memory", "xmm0", "xmm1"
#else
#define IP REG_EIP
#define PLACE "movl $1f, %[first]; "
#define KEPT "memory", "xmm0", "xmm1"
#endif

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    code = info->si_code;
    ip = (unsigned long)((ucontext_t *)context)->uc_mcontext.gregs[IP];
    asm volatile("stmxcsr %0" : "=m"(mxcsr));
    siglongjmp(back, 1);
}

#define TRY(what, mask, text)                                                                     \
    do {                                                                                          \
        unsigned control = 0x1f80u & ~((mask) << 7), plain = 0x1f80;                               \
        if (sigsetjmp(back, 1) == 0) {                                                            \
            asm volatile(PLACE "movsd %[a], %%xmm0; movsd %[b], %%xmm1; ldmxcsr %[control]; 1: " text \
                         "; ldmxcsr %[plain]"                                                     \
                         : [first] "=m"(first)                                                    \
                         : [a] "m"(a), [b] "m"(b), [control] "m"(control), [plain] "m"(plain)     \
                         : KEPT);                                                                 \
            printf("%s: no fault\n", what);                                                       \
        } else                                                                                    \
            printf("%s: code %d, %s\n", what, code, ip == first ? "at the culprit" : "elsewhere"); \
        asm volatile("ldmxcsr %0" ::"m"(plain));                                                  \
    } while (0)

int main(void)
{
    double a = 1, b = 0;
    unsigned long long denormal = 1, signaling = 0x7ff0000000000001ULL;
    handle_info(SIGFPE, handler, 0);
    TRY("divide by zero", 4u, "divsd %%xmm1, %%xmm0");
    TRY("masked", 0u, "divsd %%xmm1, %%xmm0");
    a = 0;
    TRY("invalid", 1u, "divsd %%xmm1, %%xmm0");
    a = -1;
    TRY("square root", 1u, "sqrtsd %%xmm0, %%xmm0");
    a = b = 1e300;
    TRY("overflow", 8u, "mulsd %%xmm1, %%xmm0");
    a = b = 1e-300;
    TRY("underflow", 16u, "mulsd %%xmm1, %%xmm0");
    a = 1;
    b = 3;
    TRY("inexact", 32u, "divsd %%xmm1, %%xmm0");
    memcpy(&a, &denormal, 8);
    TRY("denormal", 2u, "addsd %%xmm1, %%xmm0");
    memcpy(&a, &signaling, 8);
    TRY("signaling", 1u, "addsd %%xmm1, %%xmm0");
    a = 1e300;
    TRY("conversion to integer", 1u, "cvttsd2si %%xmm0, %%eax");
    TRY("to single, overflow", 8u, "cvtsd2ss %%xmm0, %%xmm0");
    a = __builtin_nan("");
    TRY("ordered comparison", 1u, "comisd %%xmm1, %%xmm0");
    TRY("unordered comparison", 1u, "ucomisd %%xmm1, %%xmm0");
    return 0;
}
