// Arithmetic and comparisons of doubles on numbers of all kinds, often enough that they are compiled: results, and the
// flags that MXCSR collects, alone and in chains of operations that depend on each other.
// widths: 64
#include <emmintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { DEFAULT = 0x1f80, ROUND_UP = 0x5f80, ROUND_TO_ZERO = 0x7f80, FLUSH = 0x9fc0, INEXACT = 0x20 };

static const uint64_t numbers[] = {
    0, 0x8000000000000000,                                          // zeros
    1, 0x8000000000000001, 0x000fffffffffffff, 0x0008000000000000,  // subnormal
    0x0010000000000000, 0x8010000000000000, 0x001fffffffffffff,     // the lowest binade
    0x0020000000000000, 0x8030000000000001, 0x0350000000000001,     // small
    0x3ff0000000000000, 0xbff0000000000000, 0x4008000000000000, 0x40f869f000000000, // integers
    0x3fd5555555555555, 0xbfb999999999999a, 0x400921fb54442d18,     // not dyadic
    0x5fe0000000000003, 0x7fe0000000000000, 0x7fefffffffffffff, 0xffefffffffffffff, // large
    0x7ff0000000000000, 0xfff0000000000000,                         // infinities
    0x7ff8000000000000, 0xfff8000000000123, 0x7ff0000000000001,     // NaNs, the last one signalling
};
enum { COUNT = sizeof numbers / sizeof *numbers };

static uint64_t hash;
static volatile double one_in_memory = 1;

static void mix(uint64_t value) { hash = (hash ^ value) * 0x9e3779b97f4a7c15, hash ^= hash >> 29; }

static uint64_t bits(__m128d value) {
    return (uint64_t)_mm_cvtsi128_si64(_mm_castpd_si128(value));
}

static __m128d number(uint64_t value) { return _mm_castsi128_pd(_mm_cvtsi64_si128((long long)value)); }

static void mix_both(__m128d value) { mix(bits(value)), mix(bits(_mm_unpackhi_pd(value, value))); }

// Each operation alone, with the flags it raises.
static __attribute__((noinline)) void alone(__m128d x, __m128d y, unsigned mode) {
    _mm_setcsr(mode), mix(bits(_mm_add_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_sub_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_mul_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_div_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_sqrt_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_min_sd(x, y))), mix(_mm_getcsr());
    _mm_setcsr(mode), mix(bits(_mm_cmplt_sd(x, y))), mix(_mm_getcsr());
}

static __attribute__((noinline)) void compared(__m128d x, __m128d y, unsigned mode) {
    _mm_setcsr(mode);
    mix((uint64_t)(_mm_comilt_sd(x, y) | _mm_comieq_sd(x, y) << 1 | _mm_comige_sd(x, y) << 2 | _mm_comineq_sd(x, y) << 3));
    mix(_mm_getcsr());
    _mm_setcsr(mode);
    mix((uint64_t)(_mm_ucomigt_sd(x, y) | _mm_ucomile_sd(x, y) << 1 | _mm_ucomieq_sd(x, y) << 2));
    mix(_mm_getcsr());
}

// Operations whose operands are results of others, and the comparison of such.
static __attribute__((noinline)) void chained(__m128d x, __m128d y, unsigned mode) {
    _mm_setcsr(mode);
    __m128d one = _mm_set_sd(one_in_memory);
    __m128d sum = _mm_add_sd(x, y), product = _mm_mul_sd(sum, y), difference = _mm_sub_sd(product, x);
    __m128d quotient = _mm_div_sd(difference, sum), end = _mm_add_sd(quotient, difference);
    int order = _mm_ucomilt_sd(quotient, end) | _mm_ucomieq_sd(end, sum) << 1 | _mm_comigt_sd(product, one) << 2;
    mix(bits(end)), mix(bits(product)), mix(bits(quotient)), mix((uint64_t)order), mix(_mm_getcsr());
}

static __attribute__((noinline)) void packed(__m128d x, __m128d y, unsigned mode) {
    _mm_setcsr(mode);
    __m128d a = _mm_unpacklo_pd(x, y), b = _mm_unpacklo_pd(y, _mm_set_sd(1.5));
    __m128d sum = _mm_add_pd(a, b), product = _mm_mul_pd(sum, a), quotient = _mm_div_pd(product, b);
    mix_both(sum), mix_both(product), mix_both(quotient), mix_both(_mm_sub_pd(quotient, a)), mix(_mm_getcsr());
}

// A sum may be subnormal although nothing is raised: what takes it has to raise that.
static __attribute__((noinline)) void magnified(__m128d x, __m128d y, unsigned mode) {
    _mm_setcsr(mode);
    __m128d huge = _mm_set_sd(0x1p600 * one_in_memory);
    __m128d difference = _mm_mul_sd(_mm_sub_sd(x, y), huge), sum = _mm_mul_sd(_mm_add_sd(x, y), huge);
    mix(bits(difference)), mix(bits(sum)), mix(_mm_getcsr());
}

typedef void test(__m128d, __m128d, unsigned);

// With all numbers, much is out of the ordinary; with few, nothing.
static void run(const char *name, test *body, unsigned mode, int from, int few, int rounds) {
    hash = 0;
    for (int round = 0; round < rounds; round++)
        for (int i = from; i < from + few; i++)
            for (int j = from; j < from + few; j++) body(number(numbers[i]), number(numbers[j]), mode);
    _mm_setcsr(DEFAULT);
    printf("%-10s mode %04x, %2d numbers: %016lx\n", name, mode, few, (unsigned long)hash);
}

int main(void) {
    static const struct { const char *name; test *body; } tests[] = {
        {"alone", alone}, {"compared", compared}, {"chained", chained}, {"packed", packed}, {"magnified", magnified}};
    static const unsigned modes[] = {DEFAULT, DEFAULT | INEXACT, ROUND_UP, ROUND_TO_ZERO | INEXACT, FLUSH};
    for (unsigned t = 0; t < sizeof tests / sizeof *tests; t++) {
        run(tests[t].name, tests[t].body, DEFAULT | INEXACT, 12, 7, 600);
        for (unsigned m = 0; m < sizeof modes / sizeof *modes; m++)
            run(tests[t].name, tests[t].body, modes[m], 0, COUNT, 40);
        run(tests[t].name, tests[t].body, DEFAULT | INEXACT, 12, 7, 600);
    }
    return 0;
}
