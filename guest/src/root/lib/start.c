// Where a program begins, and the way into the kernel, for each processor.
#include "lib.h"

char **environment;
const char *program;

__attribute__((used)) _Noreturn static void start_in_c(long *stack)
{
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    environment = argv + argc + 1;
    program = argc > 0 ? base_name(argv[0]) : "";
    leave(main(argc, argv));
}

#if defined(__x86_64__)
asm(".globl _start\n"
    "_start: xor %ebp, %ebp\n"
    "mov %rsp, %rdi\n"
    "and $-16, %rsp\n"
    "call start_in_c\n"
    "return_from_signal: mov $15, %eax\n"
    "syscall\n");

long sys(long number, long a, long b, long c, long d, long e, long f)
{
    register long r10 asm("r10") = d;
    register long r8 asm("r8") = e;
    register long r9 asm("r9") = f;
    long result;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
}

// The return address waits in a register, since parent and child share the stack.
asm(".globl vfork\n"
    "vfork: pop %rdx\n"
    "mov $58, %eax\n"
    "syscall\n"
    "jmp *%rdx\n");
#elif defined(__i386__)
asm(".globl _start\n"
    "_start: xor %ebp, %ebp\n"
    "mov %esp, %eax\n"
    "and $-16, %esp\n"
    "sub $12, %esp\n"
    "push %eax\n"
    "call start_in_c\n"
    "return_from_signal: mov $173, %eax\n"
    "int $0x80\n");

// The sixth argument travels in ebp, so everything goes through a block of memory.
__attribute__((naked, noinline)) static long sys_block(
    __attribute__((unused)) const long *arguments)
{
    asm("push %ebx; push %esi; push %edi; push %ebp\n"
        "mov 20(%esp), %eax\n"
        "mov 4(%eax), %ebx; mov 8(%eax), %ecx; mov 12(%eax), %edx\n"
        "mov 16(%eax), %esi; mov 20(%eax), %edi; mov 24(%eax), %ebp\n"
        "mov (%eax), %eax\n"
        "int $0x80\n"
        "pop %ebp; pop %edi; pop %esi; pop %ebx\n"
        "ret\n");
}

long sys(long number, long a, long b, long c, long d, long e, long f)
{
    const long arguments[] = {number, a, b, c, d, e, f};
    return sys_block(arguments);
}

asm(".globl vfork\n"
    "vfork: pop %edx\n"
    "mov $190, %eax\n"
    "int $0x80\n"
    "jmp *%edx\n");
#endif

void return_from_signal(void);

void handle_signal(int signal, void (*handler)(int), unsigned long flags)
{
    // The kernel's own layout: handler, flags, restorer, mask of 64 signals.
    struct {
        void (*handler)(int);
        unsigned long flags;
        void (*restorer)(void);
        unsigned long mask[8 / sizeof(long)];
    } action = {handler, flags | SA_RESTORER, return_from_signal, {0}};
    SYS4(__NR_rt_sigaction, signal, &action, 0, 8);
}
