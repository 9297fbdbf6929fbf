// What the syscall instruction changes: rax, rcx and r11, and nothing else.
// widths: 64
#include "guest.h"

// Fills the registers, calls the kernel (getpid), stores them at the address given.
void call_and_store(unsigned long *store, long number);
asm("call_and_store:\n"
    "push %rbx; push %r12; push %r13; push %r14; push %r15; push %rdi\n"
    "mov %rsi, %rax\n"
    "mov $0x1111, %ebx; mov $0x2222, %edx; mov $0x3333, %esi; mov $0x4444, %edi\n"
    "mov $0x5555, %r8d; mov $0x6666, %r9d; mov $0x7777, %r10d; mov $0x8888, %r12d\n"
    "mov $0x9999, %r13d; mov $0xaaaa, %r14d; mov $0xbbbb, %r15d; mov $0xcccc, %r11d\n"
    "mov $0xdddd, %ecx\n"
    "stc\n"
    "syscall\n"
    "1: pop %rax\n"
    "mov %rbx, (%rax); mov %rdx, 8(%rax); mov %rsi, 16(%rax); mov %rdi, 24(%rax)\n"
    "mov %r8, 32(%rax); mov %r9, 40(%rax); mov %r10, 48(%rax); mov %r12, 56(%rax)\n"
    "mov %r13, 64(%rax); mov %r14, 72(%rax); mov %r15, 80(%rax)\n"
    "lea 1b(%rip), %rdx\n"
    "sub %rdx, %rcx\n"
    "mov %rcx, 88(%rax); mov %r11, 96(%rax)\n"
    "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx\n"
    "ret\n");

int main(void)
{
    static const char *const names[] = {"rbx", "rdx", "rsi", "rdi", "r8",  "r9",
                                        "r10", "r12", "r13", "r14", "r15"};
    unsigned long store[13];
    call_and_store(store, SYS_getpid);
    for (int i = 0; i < 11; i++)
        printf("%s %#lx\n", names[i], store[i]);
    printf("rcx is the next instruction's address: %d\n", store[11] == 0);
    printf("r11 is the flags: carry %lu, interrupts %lu\n", store[12] & 1, store[12] >> 9 & 1);
    return 0;
}
