// SIGSEGV says where and why: nothing mapped, or not allowed.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static char *expected;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("%s %s, address %s\n", signal_name(signal),
           info->si_code == SEGV_MAPERR       ? "MAPERR"
               : info->si_code == SEGV_ACCERR ? "ACCERR"
               : info->si_code == SI_KERNEL   ? "KERNEL"
                                              : "?",
           (char *)info->si_addr == expected ? "right" : "wrong");
    siglongjmp(back, 1);
}

static void attempt(const char *what, char *address, int how)
{
    printf("%s: ", what);
    expected = address;
    if (sigsetjmp(back, 1) != 0)
        return;
    if (how == 0)
        *(volatile char *)address;
    else if (how == 1)
        *(volatile char *)address = 1;
    else
        ((void (*)(void))address)();
    printf("no fault\n");
}

int main(void)
{
    handle_info(SIGSEGV, handler, 0);
    char *none = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *readable = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *writable = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    attempt("read null", NULL, 0);
    attempt("write near null", (char *)8, 1);
    attempt("read PROT_NONE", none + 5, 0);
    attempt("write read-only", readable + 7, 1);
    attempt("read read-only", readable + 7, 0);
    attempt("execute data", writable, 2);
    attempt("execute null", NULL, 2);
    munmap(none, 8192);
    attempt("read unmapped", none + 4096, 0);
    attempt("write code", (char *)&main, 1);
    expected = NULL;
    printf("not canonical: ");
    if (sigsetjmp(back, 1) == 0)
        *(volatile char *)0x8000000000000000;
    return 0;
}
