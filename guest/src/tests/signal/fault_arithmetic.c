// SIGFPE, SIGILL and SIGTRAP: codes, addresses, and where execution stands.
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

#ifdef __i386__
#define REG_RIP REG_EIP
#define REG_RAX REG_EAX
#define REG_RSP REG_ESP
#define REG_RCX REG_ECX
#define REG_RDX REG_EDX
#define REG_RBX REG_EBX
#endif

static sigjmp_buf back;

static void handler(int signal, siginfo_t *info, void *context)
{
    greg_t ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    printf("%s code %d, address is the instruction's: %d\n", signal_name(signal), info->si_code,
           (greg_t)(uintptr_t)info->si_addr == ip);
    siglongjmp(back, 1);
}

int main(void)
{
    handle_info(SIGFPE, handler, 0);
    handle_info(SIGILL, handler, 0);
    handle_info(SIGTRAP, handler, 0);
    handle_info(SIGSEGV, handler, 0);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("xor %%edx, %%edx; xor %%ecx, %%ecx; mov $1, %%eax; div %%ecx" ::: "eax", "ecx", "edx");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("mov $0x80000000, %%eax; cltd; mov $-1, %%ecx; idiv %%ecx" ::: "eax", "ecx", "edx");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("ud2");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("int3");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("hlt");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("int $3");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("int $5");
    if (sigsetjmp(back, 1) == 0)
        asm volatile("in $0x60, %%al" ::: "eax");
    return 0;
}
