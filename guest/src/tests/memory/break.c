// brk(2): growing gives zeroed memory, shrinking takes it away, growing again gives zeros again.
#include "guest.h"

int main(void)
{
    char *start = sbrk(0);
    show_bool("grow", sbrk(3 * 4096 + 100) == start);
    int sum = 0;
    for (int i = 0; i < 3 * 4096 + 100; i++)
        sum += start[i];
    printf("zeroed: %d\n", sum);
    memset(start, 'b', 3 * 4096);
    show("shrink", brk(start));
    show_bool("is back", sbrk(0) == start);
    sbrk(3 * 4096);
    char *page = (char *)(((uintptr_t)start + 4095) & ~4095UL);
    printf("again: %d\n", page[0]);
    show("below the start", brk((void *)4096));
    show_bool("kernel answers the old break", (char *)syscall(SYS_brk, 0) == sbrk(0));
    show_bool("absurd request unchanged", (char *)syscall(SYS_brk, -1L) == sbrk(0));
    pid_t pid = fork();
    if (pid == 0) {
        sbrk(8192);
        _exit(0);
    }
    char *mine = sbrk(0);
    show_end("child", pid);
    show_bool("child's break is its own", sbrk(0) == mine);
    return 0;
}
