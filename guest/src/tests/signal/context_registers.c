// The context of a handler holds the interrupted registers, all sixteen of them, and gives them back.
// widths: 64
#include "guest.h"
#include <ucontext.h>

static greg_t seen[NGREG];

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    memcpy(seen, ((ucontext_t *)context)->uc_mcontext.gregs, sizeof seen);
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
}

int main(void)
{
    static const struct { const char *name; int index; } registers[] = {
        {"r8", REG_R8}, {"r9", REG_R9}, {"r10", REG_R10}, {"r11", REG_R11}, {"r12", REG_R12},
        {"r13", REG_R13}, {"r14", REG_R14}, {"r15", REG_R15}, {"rdi", REG_RDI}, {"rsi", REG_RSI},
        {"rbx", REG_RBX}, {"rdx", REG_RDX}, {"rax", REG_RAX}, {"rcx", REG_RCX},
    };
    long sum;
    handle_info(SIGILL, handler, 0);
    asm volatile("mov $1, %%r8; mov $2, %%r9; mov $3, %%r10; mov $4, %%r11; mov $5, %%r12;"
                 "mov $6, %%r13; mov $7, %%r14; mov $8, %%r15; mov $9, %%rdi; mov $10, %%rsi;"
                 "mov $11, %%rbx; mov $12, %%rdx; mov $13, %%rax; mov $14, %%rcx; ud2;"
                 "add %%r8, %%rax; add %%r9, %%rax; add %%r10, %%rax; add %%r11, %%rax;"
                 "add %%r12, %%rax; add %%r13, %%rax; add %%r14, %%rax; add %%r15, %%rax;"
                 "add %%rdi, %%rax; add %%rsi, %%rax; add %%rbx, %%rax; add %%rdx, %%rax;"
                 "add %%rcx, %%rax"
                 : "=a"(sum)
                 :
                 : "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "rdi", "rsi", "rbx", "rdx",
                   "rcx", "cc");
    for (size_t i = 0; i < sizeof registers / sizeof *registers; i++)
        printf("%s %lld\n", registers[i].name, seen[registers[i].index]);
    printf("sum %ld, cs %#llx\n", sum, seen[REG_CSGSFS] & 0xffff);
    return 0;
}
