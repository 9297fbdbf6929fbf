// int3 and the trap flag: where execution stands, and the codes of SIGTRAP.
// widths: 64
#include "guest.h"
#include <ucontext.h>

static volatile int steps, first_code;
static volatile unsigned long trap_address;

static void on_trap(int signal, siginfo_t *info, void *context)
{
    ucontext_t *saved = context;
    (void)signal;
    steps++;
    if (steps == 1) {
        first_code = info->si_code;
        trap_address = (unsigned long)saved->uc_mcontext.gregs[REG_RIP];
    }
}

int main(void)
{
    unsigned long after;
    handle_info(SIGTRAP, on_trap, 0);
    asm volatile("int3; lea 0(%%rip), %0" : "=r"(after));
    printf("int3: %d trap, code %d, stands behind it %d\n", steps, first_code,
           trap_address == after - 7);
    steps = 0;
    int sum = 0;
    asm volatile("pushfq; orq $0x100, (%%rsp); popfq;"
                 "nop; add $1, %0; add $2, %0;"
                 "pushfq; andq $~0x100, (%%rsp); popfq; nop"
                 : "+r"(sum));
    printf("single steps: %d traps, code %d, sum %d\n", steps, first_code, sum);
    steps = 0;
    asm volatile("pushfq; orq $0x100, (%%rsp); popfq;"
                 "mov $39, %%eax; syscall;"
                 "pushfq; andq $~0x100, (%%rsp); popfq; nop"
                 ::: "rax", "rcx", "r11", "memory");
    printf("over a system call: %d traps\n", steps);
    return 0;
}
