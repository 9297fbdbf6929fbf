// Instructions that only 32-bit code has: decimal adjustment, BOUND, INTO, PUSHA, ARPL, far pointers.
// widths: 32
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static int code;

static void trapped(int signal, siginfo_t *info, void *where)
{
    (void)where;
    code = info->si_code;
    siglongjmp(back, signal);
}

#define DECIMAL(name, instruction, mask)                                                                    \
    do {                                                                                                    \
        unsigned sum = 0;                                                                                   \
        for (unsigned ax = 0; ax < 0x10000; ax += 37)                                                       \
            for (unsigned in = 0; in < 4; in++) {                                                           \
                unsigned out, flags = (in & 1) | (in & 2) << 3;                                             \
                asm volatile("push %1\n\tpopf\n\t" instruction "\n\tpushf\n\tpop %1"                        \
                             : "=a"(out), "+r"(flags)                                                       \
                             : "a"(ax)                                                                      \
                             : "cc");                                                                       \
                sum = sum * 31 + (out & 0xffff) * 7 + (flags & (mask));                                     \
            }                                                                                               \
        printf("%s: %08x\n", name, sum);                                                                    \
    } while (0)

int main(void)
{
    DECIMAL("daa", "daa", 0xd5);
    DECIMAL("das", "das", 0xd5);
    DECIMAL("aaa", "aaa", 0x11);
    DECIMAL("aas", "aas", 0x11);
    DECIMAL("aam", "aam", 0xc4);
    DECIMAL("aam 7", "aam $7", 0xc4);
    DECIMAL("aad", "aad", 0xc4);
    DECIMAL("aad 16", "aad $16", 0xc4);
    DECIMAL("salc", ".byte 0xd6", 0x1);
    handle_info(SIGFPE, trapped, SA_NODEFER);
    handle_info(SIGSEGV, trapped, SA_NODEFER);
    int signal;
    if ((signal = sigsetjmp(back, 1)) == 0)
        asm volatile("aam $0" ::: "eax");
    printf("aam 0: %s %d\n", signal_name(signal), code);
    static const int limits[2] = {-5, 10};
    for (volatile int i = -6; i <= 11; i += 17) {
        if ((signal = sigsetjmp(back, 1)) == 0)
            asm volatile("bound %0, %1" : : "r"((int)i), "m"(limits));
        printf("bound %d: %s %d\n", i, signal_name(signal), code);
    }
    asm volatile("bound %0, %1" : : "r"(10), "m"(limits));
    if ((signal = sigsetjmp(back, 1)) == 0)
        asm volatile("mov $0x7fffffff, %%eax\n\tinc %%eax\n\tinto" ::: "eax", "cc");
    printf("into: %s %d\n", signal_name(signal), code);
    asm volatile("xor %%eax, %%eax\n\tinto" ::: "eax", "cc");
    unsigned before[8], after;
    asm volatile("mov $1, %%eax\n\tmov $2, %%ecx\n\tmov $3, %%edx\n\tmov $6, %%esi\n\tmov $7, %%edi\n\t"
                 "pusha\n\tpop %0\n\tpop 4+%0\n\tpop 8+%0\n\tpop 12+%0\n\tpop 16+%0\n\tpop 20+%0\n\tpop 24+%0\n\tpop 28+%0"
                 : "=m"(before)
                 :
                 : "eax", "ecx", "edx", "esi", "edi", "memory");
    printf("pusha: %u %u %u %u %u\n", before[0], before[1], before[5], before[6], before[7]);
    asm volatile("pusha\n\tmov $99, %%eax\n\tmov %%eax, 28(%%esp)\n\txor %%ecx, %%ecx\n\tpopa" : "=a"(after) : : "memory");
    printf("popa: %u\n", after);
    unsigned short low = 0x28;
    unsigned char zero;
    asm("arpl %2, %0\n\tsetz %1" : "+r"(low), "=q"(zero) : "r"((unsigned short)3));
    printf("arpl: %#x %d\n", low, zero);
    struct { unsigned offset; unsigned short selector; } __attribute__((packed)) far = {0x12345678, 0x2b};
    unsigned offset;
    asm volatile("push %%es\n\tles %1, %0\n\tpop %%es" : "=r"(offset) : "m"(far));
    printf("les: %#x\n", offset);
    asm volatile("push %%ds\n\tlds %1, %0\n\tpop %%ds" : "=r"(offset) : "m"(far));
    printf("lds: %#x\n", offset);
    unsigned result;
    asm volatile("mov $0x01ff, %%eax\n\tinc %%al\n\tdec %%ah\n\tmov %%eax, %0" : "=r"(result) : : "eax");
    printf("inc, dec: %#x\n", result);
    return 0;
}
