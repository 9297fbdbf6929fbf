// clone3's stack: base and size together or neither; the child starts at its upper end.
#include "guest.h"
#include <linux/sched.h>

static unsigned long start;
static char stack[65536] __attribute__((aligned(4096)));

static pid_t try(const char *what, unsigned long long base, unsigned long long size)
{
    struct clone_args record = {.exit_signal = SIGCHLD, .stack = base, .stack_size = size};
    pid_t pid = (pid_t)syscall(SYS_clone3, &record, sizeof record);
    if (pid == 0)
        _exit(1);
    if (pid == -1)
        printf("%s: %s\n", what, error_name(errno));
    else
        show_end(what, pid);
    return pid;
}

int main(void)
{
    try("neither", 0, 0);
    try("base alone", (unsigned long)stack, 0);
    try("size alone", 0, 4096);
    try("beyond all memory", ~0xfffULL, 0x2000);
    // The child reads its stack pointer before it touches the stack.
    struct clone_args record = {.flags = CLONE_VM | CLONE_VFORK, .exit_signal = SIGCHLD,
                                .stack = (unsigned long)stack, .stack_size = sizeof stack};
    long pid;
#ifdef __x86_64__
    asm volatile("syscall; test %%rax, %%rax; jnz 1f; mov %%rsp, %1; mov $0, %%edi; mov $60, %%eax; syscall; 1:"
                 : "=a"(pid), "=m"(start)
                 : "0"(SYS_clone3), "D"(&record), "S"(sizeof record)
                 : "rcx", "r11", "memory");
#else
    asm volatile("int $0x80; test %%eax, %%eax; jnz 1f; mov %%esp, %1; mov $0, %%ebx; mov $1, %%eax; int $0x80; 1:"
                 : "=a"(pid), "=m"(start)
                 : "0"(SYS_clone3), "b"(&record), "c"(sizeof record)
                 : "memory");
#endif
    show_end("on its own stack", (pid_t)pid);
    show_bool("starts at the end", start == (unsigned long)stack + sizeof stack);
    return 0;
}
