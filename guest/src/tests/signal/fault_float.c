// Unmasked SSE exceptions unmasked: SIGFPE with the code of the condition, and handlers start masked.
// libs: -lm
#include "guest.h"
#include <fenv.h>
#include <setjmp.h>

static sigjmp_buf back;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    static const char *codes[] = {"?", "INTDIV", "INTOVF", "FLTDIV", "FLTOVF", "FLTUND", "FLTRES",
                                  "FLTINV"};
    printf("%s %s\n", signal_name(signal), codes[info->si_code]);
    siglongjmp(back, 1);
}

static void unmask(void)
{
    feclearexcept(FE_ALL_EXCEPT);
    feenableexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW | FE_UNDERFLOW);
}

int main(void)
{
    volatile double zero = 0, one = 1, huge = 1e308, tiny = 1e-308, result;
    handle_info(SIGFPE, handler, 0);
    result = one / zero;
    printf("masked: %g\n", result);
    unmask();
    if (sigsetjmp(back, 1) == 0)
        result = one / zero;
    result = one / zero;
    printf("after jumping out of the handler: %g\n", result);
    unmask();
    if (sigsetjmp(back, 1) == 0)
        result = zero / zero;
    unmask();
    if (sigsetjmp(back, 1) == 0)
        result = huge * huge;
    unmask();
    if (sigsetjmp(back, 1) == 0)
        result = tiny * tiny;
    return 0;
}
