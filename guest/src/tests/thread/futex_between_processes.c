// A futex in shared memory joins two processes; a private one does not cross.
#include "guest.h"
#include <linux/futex.h>

int main(void)
{
    int *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct timespec limit = {10, 0};
        while (words[0] == 0)
            syscall(SYS_futex, &words[0], FUTEX_WAIT, 0, &limit, NULL, 0);
        printf("child saw %d\n", words[0]);
        words[1] = 7;
        syscall(SYS_futex, &words[1], FUTEX_WAKE, 1, NULL, NULL, 0);
        _exit(0);
    }
    await_state(pid, 'S');
    show("private wake", syscall(SYS_futex, &words[0], FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
    words[0] = 5;
    long woken = syscall(SYS_futex, &words[0], FUTEX_WAKE, 1, NULL, NULL, 0);
    while (words[1] == 0)
        syscall(SYS_futex, &words[1], FUTEX_WAIT, 0, NULL, NULL, 0);
    show("shared wake", woken);
    printf("parent saw %d\n", words[1]);
    show_end("child", pid);
    return 0;
}
