// Two ways to make threads of clone: LinuxThreads' and NPTL's, side by side.
//
// LinuxThreads shared memory, files, directories and handlers, but every thread stayed a process with a
// pid of its own, made by a manager process. NPTL adds CLONE_THREAD: one pid, a thread id for each.
#include "lib.h"
#include <linux/futex.h>

enum { STACK = 16384, THREADS = 2 };

static char stacks[2 * THREADS + 1][STACK] __attribute__((aligned(16)));
static int alive[THREADS];

static void who(const char *what, int number)
{
    put("  %s %d: pid %ld, tid %ld, parent %ld\n", what, number, getpid(), gettid(), getppid());
    flush();
}

// clone with a stack that already holds what the child will call; never returns in the child.
static long start(void (*body)(int), int number, char *stack, unsigned long flags, int *cleared);

#if defined(__x86_64__)
asm("clone_to: mov %rdi, %r12\n" // body and number wait in registers the kernel keeps
    "mov %rsi, %r13\n"
    "mov %rdx, %rdi\n"
    "mov %rcx, %rsi\n"
    "xor %edx, %edx\n"
    "mov %r8, %r10\n"
    "xor %r8d, %r8d\n"
    "mov $56, %eax\n"
    "syscall\n"
    "test %rax, %rax\n"
    "jnz 1f\n"
    "xor %ebp, %ebp\n"
    "mov %r13, %rdi\n"
    "call *%r12\n"
    "xor %edi, %edi\n"
    "mov $60, %eax\n"
    "syscall\n"
    "1: ret\n");
long clone_to(void (*body)(int), long number, unsigned long flags, char *stack, int *cleared);

static long start(void (*body)(int), int number, char *stack, unsigned long flags, int *cleared)
{
    long result;
    // clone_to uses r12 and r13 without saving them.
    asm volatile("mov %5, %%r8\n\tcall clone_to"
                 : "=a"(result)
                 : "D"(body), "S"((long)number), "d"(flags), "c"(stack + STACK), "r"(cleared)
                 : "r8", "r9", "r10", "r11", "r12", "r13", "memory");
    return result;
}
#else
__attribute__((naked, noinline)) static long clone_to(__attribute__((unused)) void *arguments)
{
    asm("push %ebx; push %esi; push %edi; push %ebp\n"
        "mov 20(%esp), %eax\n"
        "mov (%eax), %esi\n"     // body
        "mov 4(%eax), %ebp\n"    // number
        "mov 8(%eax), %ebx\n"    // flags
        "mov 12(%eax), %ecx\n"   // stack
        "mov 16(%eax), %edi\n"   // cleared
        "mov %esi, -4(%ecx)\n"  // the child finds body and number on its own stack
        "mov %ebp, -8(%ecx)\n"
        "sub $8, %ecx\n"
        "xor %edx, %edx\n"
        "xor %esi, %esi\n"
        "mov $120, %eax\n"
        "int $0x80\n"
        "test %eax, %eax\n"
        "jnz 1f\n"
        "xor %ebp, %ebp\n"
        "call *4(%esp)\n"
        "xor %ebx, %ebx\n"
        "mov $1, %eax\n"
        "int $0x80\n"
        "1: pop %ebp; pop %edi; pop %esi; pop %ebx\n"
        "ret\n");
}

static long start(void (*body)(int), int number, char *stack, unsigned long flags, int *cleared)
{
    long arguments[] = {(long)body, number, (long)flags, (long)(stack + STACK), (long)cleared};
    return clone_to(arguments);
}
#endif

static void old_thread(int number) { who("thread", number); }

// The manager makes the threads, as LinuxThreads' did, and waits for them with __WCLONE.
static void manager(int number)
{
    unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND;
    who("manager", number);
    for (int i = 0; i < THREADS; i++) {
        long pid = start(old_thread, i + 1, stacks[1 + i], flags, NULL);
        wait4(pid, NULL, __WCLONE);
    }
}

static void new_thread(int number) { who("thread", number); }

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    put("LinuxThreads: clone(VM | FS | FILES | SIGHAND), a process for every thread\n");
    who("main", 0);
    unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND;
    long pid = start(manager, 0, stacks[0], flags, NULL);
    wait4(pid, NULL, __WCLONE);
    put("NPTL: the same and CLONE_THREAD, one process with several threads\n");
    who("main", 0);
    flags |= CLONE_THREAD | CLONE_SYSVSEM | CLONE_CHILD_CLEARTID;
    for (int i = 0; i < THREADS; i++) {
        alive[i] = 1;
        start(new_thread, i + 1, stacks[1 + THREADS + i], flags, &alive[i]);
        // The kernel clears the word and wakes us when the thread is gone.
        while (*(volatile int *)&alive[i] != 0)
            SYS4(__NR_futex, &alive[i], FUTEX_WAIT, 1, NULL);
    }
    return 0;
}
