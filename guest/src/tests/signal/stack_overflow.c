// Overflowing the stack is a SIGSEGV that a handler on the alternate stack can survive.
#include "guest.h"
#include <setjmp.h>
#include <sys/resource.h>

static char area[65536];
static sigjmp_buf back;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("%s code %d\n", signal_name(signal), info->si_code);
    siglongjmp(back, 1);
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static int deeper(int n)
{
    volatile char block[4096];
    block[0] = (char)n;
    return deeper(n + 1) + block[0];
}

int main(void)
{
    struct rlimit limit = {1 << 20, 8 << 20};
    setrlimit(RLIMIT_STACK, &limit);
    stack_t stack = {.ss_sp = area, .ss_size = sizeof area};
    sigaltstack(&stack, NULL);
    pid_t pid = fork();
    if (pid == 0)
        return deeper(0);
    show_end("without a handler", pid);
    handle_info(SIGSEGV, handler, 0);
    pid = fork();
    if (pid == 0)
        return deeper(0);
    show_end("handler on the same stack", pid);
    handle_info(SIGSEGV, handler, SA_ONSTACK);
    if (sigsetjmp(back, 1) == 0)
        return deeper(0);
    printf("survived\n");
    return 0;
}
