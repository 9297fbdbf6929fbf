// int $0x80 from 64-bit code reaches the 32-bit table: other numbers, 32-bit arguments.
// widths: 64
#include "guest.h"

int main(void)
{
    long result;
    asm volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
    show_bool("getpid is 20 there", result == getpid());
    asm volatile("int $0x80" : "=a"(result) : "a"(6), "b"(99) : "memory");
    printf("close(99): %ld\n", result);
    asm volatile("int $0x80" : "=a"(result) : "a"(400000) : "memory");
    printf("no such call: %ld\n", result);
    // A 32-bit pointer is all it can take: static data of a static program fits.
    static const char text[] = "written through the 32-bit table\n";
    asm volatile("int $0x80" : "=a"(result) : "a"(4), "b"(1), "c"(text), "d"(sizeof text - 1) : "memory");
    printf("wrote %ld\n", result);
    return 0;
}
