// fprem and fprem1: quotient bits in C0, C3 and C1, partial remainders in C2.
#include "guest.h"

static void one(double a, double b, int nearest)
{
    double result;
    unsigned short status;
    if (nearest)
        asm volatile("fninit; fldl %3; fldl %2; fprem1; fnstsw %%ax; fstpl %0; fninit"
                     : "=m"(result), "=a"(status) : "m"(a), "m"(b));
    else
        asm volatile("fninit; fldl %3; fldl %2; fprem; fnstsw %%ax; fstpl %0; fninit"
                     : "=m"(result), "=a"(status) : "m"(a), "m"(b));
    printf("%s %g %g: %.17g, C3 %d C2 %d C1 %d C0 %d, exceptions %#x\n", nearest ? "fprem1" : "fprem", a, b, result,
           status >> 14 & 1, status >> 10 & 1, status >> 9 & 1, status >> 8 & 1, status & 0x3f);
}

int main(void)
{
    double pairs[][2] = {{17, 5},    {-17, 5},   {17, -5},  {23, 5},     {28, 5},     {33, 5},    {38, 5}, {43, 5},
                         {2.5, 1},   {3.5, 1},   {1, 3},    {0, 3},      {1e300, 7},  {1e18, 3},  {5, 5},  {1, 0},
                         {1e-310, 3}, {7, 1e-310}, {12345.678, 0.001}, {-0.0, 2}};
    for (unsigned i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        one(pairs[i][0], pairs[i][1], 0);
        one(pairs[i][0], pairs[i][1], 1);
    }
    return 0;
}
