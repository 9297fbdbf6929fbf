// A string instruction that faults in its midst leaves its registers where it was.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

#ifdef __x86_64__
enum { CX = REG_RCX, SI = REG_RSI, DI = REG_RDI };
#else
enum { CX = REG_ECX, SI = REG_ESI, DI = REG_EDI };
#endif

static sigjmp_buf back;
static long cx, si, di;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    ucontext_t *state = context;
    cx = (long)state->uc_mcontext.gregs[CX];
    si = (long)state->uc_mcontext.gregs[SI];
    di = (long)state->uc_mcontext.gregs[DI];
    siglongjmp(back, 1);
}

int main(void)
{
    handle_info(SIGSEGV, handler, 0);
    char *pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(pages + 4096, 4096, PROT_NONE);
    mprotect(pages + 8192, 4096, PROT_READ);
    char *end = pages + 4096;
    if (sigsetjmp(back, 1) == 0)
        asm volatile("rep stosb" ::"D"(end - 10), "c"(100L), "a"(7) : "memory");
    printf("stosb: %ld left, %ld from the end\n", cx, di - (long)end);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("rep movsl" ::"D"(pages), "S"(end - 40), "c"(100L) : "memory");
    printf("movsl: %ld left, %ld read, %ld written\n", cx, si - (long)end, di - (long)pages);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("std; rep stosb; cld" ::"D"(pages + 8192), "c"(5L), "a"(1) : "memory");
    asm volatile("cld");
    printf("backwards into read-only: %ld left, %ld\n", cx, di - (long)(pages + 8192));
    memset(pages, 1, 4096);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("repne scasb" ::"D"(end - 3), "c"(100L), "a"(9) : "memory");
    printf("scasb: %ld left, %ld\n", cx, di - (long)end);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("rep lodsb" ::"S"(end - 6), "c"(8L) : "memory", "eax");
    printf("lodsb: %ld left, %ld\n", cx, si - (long)end);
    printf("bytes before the end are %d %d\n", end[-1], end[-10]);
    return 0;
}
