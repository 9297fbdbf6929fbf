// A SIGSEGV handler that makes the page writable lets the very instruction go on.
#include "guest.h"

static char *page;
static int faults;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    faults++;
    char *fault = (char *)((uintptr_t)info->si_addr & ~4095UL);
    mprotect(fault, 4096, PROT_READ | PROT_WRITE);
}

int main(void)
{
    handle_info(SIGSEGV, handler, 0);
    page = mmap(NULL, 8 * 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 8 * 4096; i += 1000)
        page[i] = (char)i;
    printf("faults %d, last %d\n", faults, page[32000]);
    mprotect(page, 8192, PROT_NONE);
    long *across = (long *)(page + 4093);
    *across = 0x0102030405060708;
    printf("faults %d, across %#lx\n", faults, *across);
    return 0;
}
