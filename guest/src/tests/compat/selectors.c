// Segment registers of 32-bit code: what may be loaded, and what faults with which error code.
// widths: 32
#include "guest.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf back;
static int error_code;

static void trapped(int signal, siginfo_t *info, void *where)
{
    (void)info;
    error_code = ((ucontext_t *)where)->uc_mcontext.gregs[REG_ERR];
    siglongjmp(back, signal);
}

#define TRY(what, code)                                                         \
    do {                                                                        \
        int caught = sigsetjmp(back, 1);                                        \
        if (caught == 0) {                                                      \
            asm volatile(code ::: "eax", "memory");                             \
            printf("%s: fine\n", what);                                         \
        } else                                                                  \
            printf("%s: %s, error %#x\n", what, signal_name(caught), error_code); \
    } while (0)

int main(void)
{
    handle_info(SIGSEGV, trapped, SA_NODEFER);
    handle_info(SIGBUS, trapped, SA_NODEFER);
    TRY("null in fs", "xor %%eax, %%eax\n\tmov %%eax, %%fs");
    TRY("null in ds, and back", "push %%ds\n\txor %%eax, %%eax\n\tmov %%eax, %%ds\n\tpop %%ds");
    TRY("flat data", "mov $0x2b, %%eax\n\tmov %%eax, %%fs");
    TRY("flat code", "mov $0x23, %%eax\n\tmov %%eax, %%fs");
    TRY("kernel data", "mov $0x18, %%eax\n\tmov %%eax, %%fs");
    TRY("beyond the table", "mov $0xfff3, %%eax\n\tmov %%eax, %%fs");
    TRY("empty entry", "mov $0x73, %%eax\n\tmov %%eax, %%fs");
    TRY("pop", "push $0x2b\n\tpop %%fs");
    TRY("pop of a bad one", "push $0x73\n\tpop %%fs");
    TRY("null in ss", "xor %%eax, %%eax\n\tmov %%eax, %%ss");
    TRY("privileged", "hlt");
    TRY("port", "in $0x80, %%al");
    TRY("cli", "cli");
    TRY("int 3 vector by int", "int $0x21");
    unsigned value;
    unsigned char zero;
    asm("lar %2, %0\n\tsetz %1" : "=r"(value), "=q"(zero) : "r"(0x2b));
    printf("lar of data: %d %#x\n", zero, value);
    asm("lsl %2, %0\n\tsetz %1" : "=r"(value), "=q"(zero) : "r"(0x2b));
    printf("lsl of data: %d %#x\n", zero, value);
    asm("verr %%ax\n\tsetz %0" : "=q"(zero) : "a"(0x23));
    printf("verr of code: %d\n", zero);
    asm("verw %%ax\n\tsetz %0" : "=q"(zero) : "a"(0x23));
    printf("verw of code: %d\n", zero);
    asm("lar %2, %0\n\tsetz %1" : "=r"(value), "=q"(zero) : "r"(0x73));
    printf("lar of nothing: %d\n", zero);
    asm("mov %%cs, %0" : "=r"(value));
    printf("cs %#x\n", value);
    asm("mov %%ss, %0" : "=r"(value));
    printf("ss %#x\n", value);
    return 0;
}
