// At a fault every register is as it was before the instruction, string instructions as far as they got.
// widths: 64
#include "guest.h"
#include <ucontext.h>

static greg_t saved[NGREG];
static char *page;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    memcpy(saved, ((ucontext_t *)context)->uc_mcontext.gregs, sizeof saved);
    mprotect(page + 4096, 4096, PROT_READ | PROT_WRITE);
}

int main(void)
{
    handle_info(SIGSEGV, handler, 0);
    page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(page + 4096, 4096, PROT_NONE);
    char *target = page + 4096 - 10;
    long count = 25;
    asm volatile("rep stosb" : "+D"(target), "+c"(count) : "a"('x') : "memory");
    printf("stosb: rcx at fault %lld, rdi moved %lld, end %d\n", saved[REG_RCX],
           saved[REG_RDI] - (greg_t)(page + 4086), page[4096 + 14] == 'x');
    mprotect(page + 4096, 4096, PROT_NONE);
    long result = 5, flags;
    asm volatile("xor %%eax, %%eax; mov $7, %%ecx; addq %%rcx, (%2); pushf; pop %1"
                 : "+a"(result), "=r"(flags) : "r"(page + 4096 + 64) : "rcx", "memory");
    printf("add: rcx %lld, zero flag then %d, now %d\n", saved[REG_RCX],
           (int)(saved[REG_EFL] >> 6 & 1), (int)(flags >> 6 & 1));
    mprotect(page + 4096, 4096, PROT_NONE);
    char *old = page + 4096 + 4;
    asm volatile("mov %0, %%rbx; push (%%rbx)\n\tpop %%rbx" :: "r"(old) : "rbx", "memory");
    printf("push: rbx %d\n", (char *)saved[REG_RBX] == old);
    return 0;
}
