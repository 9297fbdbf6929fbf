// A fault is reported at the instruction that makes it, with the address it touched.
// flags: -msse2
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

#ifdef __x86_64__
#define IP REG_RIP
#else
#define IP REG_EIP
#endif

static sigjmp_buf back;
static unsigned long ip, address;
static int code, number;

static void handler(int signal, siginfo_t *info, void *context)
{
    number = signal;
    code = info->si_code;
    address = (unsigned long)info->si_addr;
    ip = (unsigned long)((ucontext_t *)context)->uc_mcontext.gregs[IP];
    siglongjmp(back, 1);
}

static char *pages;
static unsigned long here;

// "here" is where the faulting instruction is.
#define TRY(what, text, ...)                                                                       \
    if (sigsetjmp(back, 1) == 0) {                                                                 \
        asm volatile(PLACE "\n1: " text ::__VA_ARGS__);                                             \
        printf("%s: no fault\n", what);                                                            \
    } else                                                                                         \
        printf("%s: %s code %d at %ld, address %ld\n", what, signal_name(number), code,             \
               (long)(ip - here), code > 0 && code < 128 && number == SIGSEGV ? (long)(address - (unsigned long)pages) : 0)

#ifdef __x86_64__
#define PLACE "lea 1f(%%rip), %%r11; mov %%r11, %[here]"
#define KEPT "r11", "memory", "cc"
#else
#define PLACE "movl $1f, %[here]"
#define KEPT "memory", "cc"
#endif

int main(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    for (int i = 0; i < 5; i++)
        handle_info(signals[i], handler, 0);
    pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(pages + 4096, 4096, PROT_NONE);
    mprotect(pages + 8192, 4096, PROT_READ);
    char *end = pages + 4096;
    asm volatile("" ::: "memory");
    TRY("load", "movl (%[at]), %%eax", [here] "m"(here), [at] "r"(end) : KEPT, "eax");
    TRY("store", "movl $1, (%[at])", [here] "m"(here), [at] "r"(end) : KEPT);
    TRY("store to read-only", "movl $1, (%[at])", [here] "m"(here), [at] "r"(pages + 8192) : KEPT);
    TRY("load across the end", "movl (%[at]), %%eax", [here] "m"(here), [at] "r"(end - 2) : KEPT, "eax");
    TRY("store across the end", "movl $1, (%[at])", [here] "m"(here), [at] "r"(end - 1) : KEPT);
    TRY("add to memory", "addl $1, 4(%[at])", [here] "m"(here), [at] "r"(pages + 8192) : KEPT);
    TRY("exchange", "xchg %%eax, (%[at])", [here] "m"(here), [at] "r"(pages + 8192) : KEPT, "eax");
    TRY("compare and exchange that fails", "movl $5, %%eax; lock cmpxchg %%edx, (%[at])", [here] "m"(here), [at] "r"(pages + 8192) : KEPT, "eax", "edx");
    TRY("bit test and set far away", "btsl %[bit], (%[at])", [here] "m"(here), [at] "r"(pages), [bit] "r"(8 * 4096 + 3) : KEPT);
    if (sigsetjmp(back, 1) == 0)
        asm volatile("jmp *%0" ::"r"(end) : "memory");
    printf("jump: %s code %d at its target %d\n", signal_name(number), code, ip == (unsigned long)end);
    TRY("SSE load", "movups (%[at]), %%xmm0", [here] "m"(here), [at] "r"(end - 8) : KEPT, "xmm0");
    TRY("SSE aligned load of what is not", "movaps (%[at]), %%xmm0", [here] "m"(here), [at] "r"(pages + 8) : KEPT, "xmm0");
    TRY("x87 load of ten bytes", "fldt (%[at])", [here] "m"(here), [at] "r"(end - 9) : KEPT);
    TRY("divide", "xorl %%ecx, %%ecx; divl %%ecx", [here] "m"(here) : KEPT, "eax", "ecx", "edx");
    TRY("quotient too large", "movl $2, %%edx; movl $1, %%ecx; divl %%ecx", [here] "m"(here) : KEPT, "eax", "ecx", "edx");
    TRY("undefined", "ud2", [here] "m"(here) : KEPT);
    TRY("breakpoint", "int3", [here] "m"(here) : KEPT);
    TRY("halt", "hlt", [here] "m"(here) : KEPT);
    TRY("interrupts off", "cli", [here] "m"(here) : KEPT);
    TRY("port", "inb $0x70, %%al", [here] "m"(here) : KEPT, "eax");
    TRY("other interrupt", "int $0x44", [here] "m"(here) : KEPT);
    TRY("interrupt 4", "int $4", [here] "m"(here) : KEPT);
    TRY("control register", "mov %[at], %%cr3", [here] "m"(here), [at] "r"(pages) : KEPT);
    TRY("model-specific register", "movl $0x10, %%ecx; rdmsr", [here] "m"(here) : KEPT, "eax", "ecx", "edx");
    return 0;
}
