// String instructions with their prefixes, both directions, and partial progress.
// widths: 64
#include "guest.h"

int main(void)
{
    char source[32] = "the quick brown fox", target[32] = "", *from = source, *to = target;
    long count = 10;
    asm volatile("cld; rep movsb" : "+S"(from), "+D"(to), "+c"(count)::"memory");
    printf("%s %ld %ld\n", target, from - source, count);
    from = source + 18, to = target + 18, count = 8;
    asm volatile("std; rep movsb; cld" : "+S"(from), "+D"(to), "+c"(count)::"memory");
    printf("%.8s %ld\n", target + 11, (long)(from - source));
    from = source, count = 32;
    asm volatile("repne scasb" : "+D"(from), "+c"(count) : "a"('q') : "memory", "cc");
    printf("found at %ld, %ld left\n", (long)(from - source - 1), count);
    char other[32] = "the quiet one";
    from = source, to = other, count = 32;
    asm volatile("repe cmpsb" : "+S"(from), "+D"(to), "+c"(count)::"memory", "cc");
    printf("differ at %ld\n", (long)(from - source - 1));
    unsigned long words[4], *place = words;
    count = 4;
    asm volatile("rep stosq" : "+D"(place), "+c"(count) : "a"(0x0123456789abcdef) : "memory");
    printf("%#lx %ld\n", words[3], (long)(place - words));
    count = 0, place = words;
    asm volatile("rep stosq" : "+D"(place), "+c"(count) : "a"(0) : "memory");
    printf("count 0 does nothing: %d\n", words[0] != 0);
    unsigned value = 0;
    from = source;
    asm volatile("lodsl" : "=a"(value), "+S"(from)::"memory");
    printf("%#x\n", value);
    return 0;
}
