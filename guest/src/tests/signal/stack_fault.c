// push, call, enter and ret on a bad stack fault without moving the stack pointer.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

#ifdef __x86_64__
enum { SP = REG_RSP, BP = REG_RBP };
#define AX "%%rax"
#define SPNAME "%%rsp"
#define KEPT "r12", "memory", "cc"
#define SAVE "mov %%rsp, %%r12; "
#define BACK "; mov %%r12, %%rsp"
#else
enum { SP = REG_ESP, BP = REG_EBP };
#define AX "%%eax"
#define SPNAME "%%esp"
#define KEPT "edi", "memory", "cc"
#define SAVE "mov %%esp, %%edi; "
#define BACK "; mov %%edi, %%esp"
#endif

static sigjmp_buf back;
static long sp;
static int code;
static char other[65536];

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    code = info->si_code;
    sp = (long)((ucontext_t *)context)->uc_mcontext.gregs[SP];
    siglongjmp(back, 1);
}

#define TRY(what, at, text)                                                                  \
    if (sigsetjmp(back, 1) == 0)                                                             \
        asm volatile(SAVE "mov %0, " SPNAME "; " text BACK ::"a"(at) : KEPT);                \
    printf("%s: code %d, stack pointer moved %ld\n", what, code, sp - (long)(at))

int main(void)
{
    sigaltstack(&(stack_t){other, 0, sizeof other}, NULL);
    handle_info(SIGSEGV, handler, SA_ONSTACK);
    char *pages = mmap(NULL, 3 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(pages + 4096, 4096, PROT_READ);
    char *bad = pages + 4096, *read_only = pages + 8192;
    TRY("push", bad, "push $1");
    TRY("push to read-only", read_only, "push $5");
    TRY("call", bad, "call 2f; 2:");
    TRY("pop", pages, "pop " AX);
    TRY("ret", pages, "ret");
    TRY("pushf", bad, "pushf");
    TRY("popf", pages, "popf");
    return 0;
}
