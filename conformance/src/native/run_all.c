/*
 * A guest that executes COUNT of the files /f/0, /f/1, ... one after the other, and counts how they
 * end:
 *
 *     run_all FIRST COUNT
 *
 * A file that runs longer than its patience is killed.
 */
#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#define PATIENCE 40 /* times 2 ms */
#define WNOHANG 1
#define SIGKILL 9

static long call(long n, long a, long b, long c, long d)
{
    register long r10 __asm__("r10") = d;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10)
                     : "rcx", "r11", "memory");
    return result;
}

static size_t format(char *to, uint64_t n)
{
    char digits[24];
    size_t count = 0;
    size_t at = 0;
    do
        digits[count++] = (char)('0' + n % 10);
    while (n /= 10);
    while (count)
        to[at++] = digits[--count];
    return at;
}

static void print(const char *text, uint64_t n)
{
    char line[96];
    size_t at = 0;
    while (*text)
        line[at++] = *text++;
    at += format(line + at, n);
    line[at++] = '\n';
    call(__NR_write, 1, (long)line, (long)at, 0);
}

static uint64_t number(const char *text)
{
    uint64_t n = 0;
    while (*text >= '0' && *text <= '9')
        n = n * 10 + (uint64_t)(*text++ - '0');
    return n;
}

static void execute(uint64_t n)
{
    char path[32] = "/f/";
    const char *argv[] = {path, NULL};
    path[3 + format(path + 3, n)] = 0;
    long error = call(__NR_execve, (long)path, (long)argv, (long)(argv + 1), 0);
    call(__NR_exit_group, error ? 126 : 0, 0, 0, 0);
}

/* The child's wait status, or -1 when it had to be killed. */
static int collect(long pid)
{
    const long pause[2] = {0, 2000000};
    int status = 0;
    for (int i = 0; i < PATIENCE; i++) {
        if (call(__NR_wait4, pid, (long)&status, WNOHANG, 0) != 0)
            return status;
        call(__NR_nanosleep, (long)pause, 0, 0, 0);
    }
    call(__NR_kill, pid, SIGKILL, 0, 0);
    call(__NR_wait4, pid, (long)&status, 0, 0);
    return -1;
}

__attribute__((used)) void start(long *stack)
{
    uint64_t refused = 0, exited = 0, signalled = 0, killed = 0;
    uint64_t first = stack[0] > 1 ? number((const char *)stack[2]) : 0;
    uint64_t count = stack[0] > 2 ? number((const char *)stack[3]) : 0;
    for (uint64_t i = first; i < first + count; i++) {
        long pid = call(__NR_fork, 0, 0, 0, 0);
        if (pid == 0)
            execute(i);
        int status = collect(pid);
        if (status < 0)
            killed++;
        else if (status & 127)
            signalled++;
        else if (status >> 8 == 126)
            refused++;
        else
            exited++;
    }
    print("refused: ", refused);
    print("exited: ", exited);
    print("ended by a signal: ", signalled);
    print("killed: ", killed);
    call(__NR_exit_group, 0, 0, 0, 0);
}

__asm__(".globl _start\n"
        "_start:\n"
        "  xor %ebp, %ebp\n"
        "  mov %rsp, %rdi\n"
        "  and $-16, %rsp\n"
        "  call start\n"
        "  hlt\n");
