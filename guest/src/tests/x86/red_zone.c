// The 128 bytes below the stack pointer survive a signal handler.
// widths: 64
#include "guest.h"

static volatile sig_atomic_t handled;

static void handler(int signal)
{
    volatile char scratch[512];
    (void)signal;
    memset((char *)scratch, 0x55, sizeof scratch);
    handled++;
}

int main(void)
{
    unsigned long first = 0, last = 0;
    handle(SIGUSR1, handler, 0);
    long tgid = getpid(), tid = gettid();
    // Moved away from what the compiler keeps there itself.
    asm volatile("sub $256, %%rsp; movq $0x1111, -8(%%rsp); movq $0x2222, -128(%%rsp);"
                 "syscall; mov -8(%%rsp), %0; mov -128(%%rsp), %1; add $256, %%rsp"
                 : "=&r"(first), "=&r"(last)
                 : "a"(SYS_tgkill), "D"(tgid), "S"(tid), "d"(SIGUSR1)
                 : "rcx", "r11", "memory");
    printf("handled %d, %#lx %#lx\n", handled, first, last);
    return 0;
}
