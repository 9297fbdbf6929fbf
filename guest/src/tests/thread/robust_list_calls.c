// set_robust_list and get_robust_list: sizes, other threads, other users.
#include "guest.h"
#include <linux/futex.h>

int main(void)
{
    struct robust_list_head head = {{&head.list}, 0, NULL}, *found = NULL;
    size_t size = 0;
    show("wrong size", syscall(SYS_set_robust_list, &head, 8));
    show("set", syscall(SYS_set_robust_list, &head, sizeof head));
    show("get", syscall(SYS_get_robust_list, 0, &found, &size));
    show_bool("the same", found == &head && size == sizeof head);
    show("by number", syscall(SYS_get_robust_list, getpid(), &found, &size));
    show("nobody", syscall(SYS_get_robust_list, 0x3ffff0, &found, &size));
    show("bad pointer", syscall(SYS_get_robust_list, 0, 8, &size));
    pid_t pid = fork();
    if (pid == 0) {
        syscall(SYS_get_robust_list, 0, &found, &size);
        show_bool("not the parent's", found != &head);
        setgid(1000);
        setuid(1000);
        show("another user's", syscall(SYS_get_robust_list, getppid(), &found, &size));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
