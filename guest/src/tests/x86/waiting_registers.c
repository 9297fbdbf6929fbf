// Registers over a call that waits. KernelStackTest changes what is saved of them on the kernel stack meanwhile.
#include "guest.h"

static void elsewhere(void)
{
    write(1, "elsewhere\n", 10);
    _exit(7);
}

int main(void)
{
    static char byte[4];
    long result;
    unsigned long marker;
    static void *volatile target = (void *)elsewhere;
    printf("ready\n");
#ifdef __x86_64__
    unsigned long given = 0x11223344;
    asm volatile("mov %3, %%r12; mov %4, %%r13; syscall; mov %%r12, %1"
                 : "=a"(result), "=r"(marker)
                 : "0"(SYS_read), "r"(given), "r"(target), "D"(0), "S"(byte), "d"(4)
                 : "rcx", "r11", "r12", "r13", "memory");
#else
    asm volatile("push %%ebp; mov $0x11223344, %%ebp; int $0x80; mov %%ebp, %1; pop %%ebp"
                 : "=a"(result), "=D"(marker)
                 : "0"(SYS_read), "b"(0), "c"(byte), "d"(4), "S"(target), "1"(0)
                 : "memory");
#endif
    printf("read %ld, marker %#lx\n", result, marker);
    return 0;
}
