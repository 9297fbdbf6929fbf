// What a handler writes into its context is what the program continues with.
#include "guest.h"
#include <ucontext.h>

#ifdef __i386__
#define REG_RIP REG_EIP
#define REG_RAX REG_EAX
#define REG_RSP REG_ESP
#define REG_RCX REG_ECX
#define REG_RDX REG_EDX
#define REG_RBX REG_EBX
#endif

static void skip(int signal, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    (void)signal;
    (void)info;
    registers[REG_RIP] += 2;
    registers[REG_RBX] = 1234;
    registers[REG_EFL] |= 1;
}

static void block(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    sigaddset(&((ucontext_t *)context)->uc_sigmask, SIGHUP);
}

int main(void)
{
    long rbx = 1;
    unsigned char carry;
    sigset_t set;
    handle_info(SIGILL, skip, 0);
    asm volatile("clc; ud2; setc %1" : "+b"(rbx), "=r"(carry));
    printf("rbx %ld carry %d\n", rbx, carry);
    handle_info(SIGUSR1, block, 0);
    raise(SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &set);
    show("mask changed", sigismember(&set, SIGHUP));
    return 0;
}
