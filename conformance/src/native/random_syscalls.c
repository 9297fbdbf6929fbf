/*
 * A guest that makes random system calls with random arguments:
 *
 *     random_syscalls SEED FIRST COUNT
 *
 * Child FIRST and the COUNT - 1 that follow make the calls, a few dozen each, in a process group of their own; the parent collects
 * them, kills those that do not end, and prints one line at the end. For Murre only: on a real
 * machine it does harm.
 */
#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#define CALLS_PER_CHILD 40
#define NUMBERS 440 /* a little above the last of Linux 5.4 */
#define PATIENCE 200 /* times 5 ms */
#define WNOHANG 1
#define SIGKILL 9

static uint64_t state;
static char scratch[1 << 16] __attribute__((aligned(4096)));

static long call(long n, long a, long b, long c, long d, long e, long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static uint64_t next(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static const char *const paths[] = {"/",         "/tmp/x",        "/tmp/y",    "/proc/self/maps",
                                    "/dev/null", "/nonexistent",  "",          "..",
                                    "/proc/self/fd/0", "/etc/passwd", "/dev/zero", "/tmp"};

static uint64_t pointer(void)
{
    return (uint64_t)scratch + next() % sizeof scratch;
}

static uint64_t argument(void)
{
    static const uint64_t edges[] = {0,           1,           2,
                                     3,           7,           4095,
                                     4096,        0x7fffffff,  0x80000000,
                                     0xffffffff,  1UL << 32,   0x7ffffffff000,
                                     1UL << 47,   1UL << 63,   -1UL,
                                     -2UL,        -100UL,      -4096UL};
    switch (next() % 8) {
    case 0:
        return edges[next() % (sizeof edges / sizeof *edges)];
    case 1:
        return next();
    case 2:
    case 3:
        return pointer();
    case 4:
        return (uint64_t)paths[next() % (sizeof paths / sizeof *paths)];
    case 5:
        return 1UL << next() % 64;
    case 6:
        return next() % 4096;
    default:
        return next() % 12;
    }
}

static void fill_scratch(void)
{
    for (size_t i = 0; i < 64; i++)
        *(uint64_t *)(scratch + (next() % sizeof scratch & -8UL)) = argument();
}

/* Calls that would end the experiment instead of the child. */
static int is_barred(long n, uint64_t first)
{
    switch (n) {
    case __NR_kill:
    case __NR_tkill:
    case __NR_tgkill:
    case __NR_rt_sigqueueinfo:
    case __NR_rt_tgsigqueueinfo:
        return (int)first <= 64;
    case __NR_reboot:
    case __NR_setpgid:
    case __NR_setsid:
    case __NR_pause:
        return 1;
    default:
        return 0;
    }
}

static void child(void)
{
    call(__NR_setpgid, 0, 0, 0, 0, 0, 0);
    for (int i = 0; i < CALLS_PER_CHILD; i++) {
        long n = (long)(next() % NUMBERS);
        uint64_t a = argument();
        fill_scratch();
        if (!is_barred(n, a))
            call(n, (long)a, (long)argument(), (long)argument(), (long)argument(),
                 (long)argument(), (long)argument());
    }
    call(__NR_exit_group, 0, 0, 0, 0, 0, 0);
}

static int collect(long pid)
{
    const long pause[2] = {0, 5000000};
    for (int i = 0; i < PATIENCE; i++) {
        if (call(__NR_wait4, pid, 0, WNOHANG, 0, 0, 0) != 0)
            return 0;
        call(__NR_nanosleep, (long)pause, 0, 0, 0, 0, 0);
    }
    call(__NR_kill, -pid, SIGKILL, 0, 0, 0, 0);
    call(__NR_kill, pid, SIGKILL, 0, 0, 0, 0);
    call(__NR_wait4, pid, 0, 0, 0, 0, 0);
    return 1;
}

static uint64_t number(const char *text)
{
    uint64_t n = 0;
    while (*text >= '0' && *text <= '9')
        n = n * 10 + (uint64_t)(*text++ - '0');
    return n;
}

static void print(const char *text, uint64_t n)
{
    char line[96];
    char digits[24];
    size_t at = 0;
    size_t count = 0;
    while (*text)
        line[at++] = *text++;
    do
        digits[count++] = (char)('0' + n % 10);
    while (n /= 10);
    while (count)
        line[at++] = digits[--count];
    line[at++] = '\n';
    call(__NR_write, 1, (long)line, (long)at, 0, 0, 0);
}

__attribute__((used)) void start(long *stack)
{
    const char **argv = (const char **)(stack + 1);
    uint64_t seed = stack[0] > 1 ? number(argv[1]) : 1;
    uint64_t first = stack[0] > 2 ? number(argv[2]) : 0;
    uint64_t count = stack[0] > 3 ? number(argv[3]) : 100;
    uint64_t killed = 0;
    for (uint64_t i = first; i < first + count; i++) {
        state = (seed << 32 | i) * 0x9e3779b97f4a7c15;
        long pid = call(__NR_fork, 0, 0, 0, 0, 0, 0);
        if (pid == 0)
            child();
        if (pid > 0)
            killed += (uint64_t)collect(pid);
    }
    print("random_syscalls: children killed: ", killed);
    call(__NR_exit_group, 0, 0, 0, 0, 0, 0);
}

__asm__(".globl _start\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call start\n"
        "  hlt\n");
