// Flags after arithmetic, shifts, multiplications and decimal-looking corners.
// widths: 64
#include "guest.h"

static void show_flags(const char *what, unsigned long flags, unsigned long mask)
{
    printf("%s:", what);
    if (mask & 1)
        printf(" C%lu", flags & 1);
    if (mask & 4)
        printf(" P%lu", flags >> 2 & 1);
    if (mask & 16)
        printf(" A%lu", flags >> 4 & 1);
    printf(" Z%lu S%lu", flags >> 6 & 1, flags >> 7 & 1);
    if (mask & 0x800)
        printf(" O%lu", flags >> 11 & 1);
    printf("\n");
}

#define FLAGS_OF(code, a, b)                                                                       \
    ({                                                                                             \
        unsigned long flags_, x_ = (a), y_ = (b);                                                  \
        asm volatile(code "; pushfq; popq %0" : "=r"(flags_), "+r"(x_) : "r"(y_) : "cc");          \
        flags_;                                                                                    \
    })

int main(void)
{
    show_flags("7fffffff + 1", FLAGS_OF("addl %k2, %k1", 0x7fffffff, 1), 0x815);
    show_flags("ffffffff + 1", FLAGS_OF("addl %k2, %k1", 0xffffffff, 1), 0x815);
    show_flags("0 - 1", FLAGS_OF("subl %k2, %k1", 0, 1), 0x815);
    show_flags("80000000 - 1", FLAGS_OF("subl %k2, %k1", 0x80000000, 1), 0x815);
    show_flags("cmp equal", FLAGS_OF("cmpq %2, %1", 5, 5), 0x815);
    show_flags("80 + 80 bytes", FLAGS_OF("addb %b2, %b1", 0x80, 0x80), 0x815);
    show_flags("and", FLAGS_OF("andw %w2, %w1", 0xf0f0, 0x8000), 0x805);
    show_flags("stc; adc", FLAGS_OF("stc; adcq %2, %1", ~0UL, 0), 0x815);
    show_flags("stc; sbb", FLAGS_OF("stc; sbbq %2, %1", 0, 0), 0x815);
    show_flags("stc; inc", FLAGS_OF("stc; incl %k1", 0x7fffffff, 0), 0x815);
    show_flags("neg 0", FLAGS_OF("negl %k1", 0, 0), 0x815);
    show_flags("neg min", FLAGS_OF("negl %k1", 0x80000000, 0), 0x815);
    show_flags("shl 1", FLAGS_OF("shll $1, %k1", 0xc0000000, 0), 0x805);
    show_flags("shr 1", FLAGS_OF("shrl $1, %k1", 0x80000001, 0), 0x805);
    show_flags("sar 4", FLAGS_OF("sarl $4, %k1", 0x80000008, 0), 0x5);
    show_flags("imul", FLAGS_OF("imull %k2, %k1; setz %b1; cmpb $2, %b1", 1 << 20, 1 << 20), 0x801);
    return 0;
}
