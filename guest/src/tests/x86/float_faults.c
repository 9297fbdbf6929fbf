// Every unmasked x87 exception: its code, and that it comes at the next waiting instruction.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

#ifdef __x86_64__
#define IP REG_RIP
#else
#define IP REG_EIP
#endif

static sigjmp_buf back;
static unsigned long ip, first, second;
static int code;
static unsigned short status;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    code = info->si_code;
    ip = (unsigned long)((ucontext_t *)context)->uc_mcontext.gregs[IP];
    struct _libc_fpstate *floats = ((ucontext_t *)context)->uc_mcontext.fpregs;
#ifdef __x86_64__
    status = floats->swd;
#else
    status = (unsigned short)floats->sw;
#endif
    siglongjmp(back, 1);
}

#ifdef __x86_64__
#define PLACES "lea 1f(%%rip), %%r11; mov %%r11, %[first]; lea 2f(%%rip), %%r11; mov %%r11, %[second]; "
#define KEPT "r11", "memory"
#else
#define PLACES "movl $1f, %[first]; movl $2f, %[second]; "
#define KEPT "memory"
#endif

#define TRY(what, mask, before, culprit)                                                                            \
    do {                                                                                                            \
        unsigned short control = (unsigned short)(0x37f & ~(mask));                                                  \
        if (sigsetjmp(back, 1) == 0) {                                                                              \
            asm volatile(PLACES "fninit; " before "; fnclex; fldcw %[control]; 1: " culprit "; nop; 2: fwait; fninit" \
                         : [first] "=m"(first), [second] "=m"(second)                                               \
                         : [control] "m"(control), [huge] "m"(huge), [tiny] "m"(tiny), [signaling] "m"(signaling)   \
                         : KEPT);                                                                                   \
            printf("%s: no fault\n", what);                                                                         \
        } else                                                                                                      \
            printf("%s: code %d %s, status %#x\n", what, code,                                                      \
                   ip == second ? "at the next" : ip == first ? "at the culprit" : "elsewhere", status & 0x80ff);    \
        asm volatile("fninit");                                                                                     \
    } while (0)

int main(void)
{
    double huge = 1e300, tiny = 1e-300;
    unsigned long long signaling = 0x7ff0000000000001ULL;
    static float result;
    (void)result;
    handle_info(SIGFPE, handler, 0);
    TRY("divide by zero", 4, "fldz; fld1", "fdiv %%st(1), %%st");
    TRY("invalid", 1, "fldz; fldz", "fdivp");
    TRY("stack underflow", 1, "", "fadd %%st(1), %%st");
    TRY("stack overflow", 1, "fld1; fld1; fld1; fld1; fld1; fld1; fld1; fld1", "fld1");
    TRY("square root", 1, "fld1; fchs", "fsqrt");
    TRY("signaling", 1, "", "fldl %[signaling]");
    TRY("overflow", 8, "fldl %[huge]", "fstps %[first]");
    TRY("underflow", 16, "fldl %[tiny]", "fstps %[first]");
    TRY("inexact", 32, "fld1; fld1; fld1; faddp; fld1; faddp", "fdivrp");
    TRY("integer too large", 1, "fldl %[huge]", "fistpl %[first]");
    TRY("masked", 0, "fldz; fld1", "fdiv %%st(1), %%st");
    TRY("two at once", 4 | 1, "fldz; fldz", "fdivp");
    return 0;
}
