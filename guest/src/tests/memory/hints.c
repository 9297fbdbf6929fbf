// widths: 64
// mmap(2) with a wish: taken where it is free, whatever lies between; otherwise anywhere.
#include "guest.h"

enum { PAGE = 4096, RW = PROT_READ | PROT_WRITE };

static char *wish(const char *what, unsigned long at, size_t size, int prot)
{
    char *got = mmap((void *)at, size, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("%s: %s\n", what, got == MAP_FAILED ? error_name(errno) : got == (char *)(at & -PAGE) ? "there" : "elsewhere");
    return got;
}

int main(void)
{
    char *low = wish("16 MiB", 0x1000000, PAGE, RW);
    char *above = wish("1.25 GiB", 0x50000000, 1 << 20, RW | PROT_EXEC);
    above[PAGE] = 'x';
    char *high = wish("just below 4 GiB", 0xfff00000, 1 << 20, RW);
    high[(1 << 20) - 1] = 'y';
    wish("not a page", 0x60000123, PAGE, RW);
    wish("where something is", 0x50000000, PAGE, RW);
    wish("that begins before something", 0x4ffff000, 2 * PAGE, RW);
    wish("without access", 0x70000000, 1 << 20, PROT_NONE);
    wish("the kernel's", 0xffff800000000000, PAGE, RW);
    show_bool("address 1", mmap((void *)1, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    pid_t pid = fork();
    if (pid == 0) {
        low[0] = 'z';
        printf("child: %c %c %c\n", low[0], above[PAGE], high[(1 << 20) - 1]);
        _exit(0);
    }
    show_end("child", pid);
    printf("%d\n", low[0]);
    show("unmap", munmap(above, 1 << 20));
    wish("again", 0x50000000, 1 << 20, RW);
    printf("%d\n", above[PAGE]);
    return 0;
}
