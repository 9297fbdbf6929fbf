// close_range(2): closing and marking many descriptors.
#include "guest.h"

int main(void)
{
    for (int i = 20; i < 30; i++)
        dup2(0, i);
    show("close 22 to 24", syscall(SYS_close_range, 22, 24, 0));
    show("close on exec 26 up", syscall(SYS_close_range, 26, ~0U, 4));
    for (int i = 20; i < 30; i++)
        printf("%d: %s\n", i,
               fcntl(i, F_GETFD) < 0 ? "closed" : fcntl(i, F_GETFD) == 1 ? "on exec" : "open");
    show("backwards", syscall(SYS_close_range, 9, 5, 0));
    show("bad flags", syscall(SYS_close_range, 20, 21, 1));
    show("unshare and close", syscall(SYS_close_range, 20, 21, 2));
    return 0;
}
