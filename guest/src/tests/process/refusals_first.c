// Which of several mistakes is noticed, and what is no mistake: limits, memory of others, clocks, futexes.
#include "guest.h"
#include <linux/futex.h>
#include <sys/resource.h>
#include <sys/uio.h>

int main(void)
{
    show("no limit of nobody", syscall(SYS_prlimit64, 0x3ffff0, 77, NULL, NULL));
    show("no limit", syscall(SYS_prlimit64, 0, 77, NULL, NULL));
    show("bad place of nobody", syscall(SYS_prlimit64, 0x3ffff0, 77, 8, NULL));
    char here[8] = "";
    struct iovec one = {here, 4}, none = {here, 0};
    show("nothing of nobody", syscall(SYS_process_vm_readv, 0x3ffff0, &one, 0, &one, 1, 0));
    show("nothing of nobody", syscall(SYS_process_vm_readv, 0x3ffff0, &one, 1, &one, 0, 0));
    show("nothing of nobody", syscall(SYS_process_vm_readv, 0x3ffff0, &none, 1, &one, 1, 0));
    show("something of nobody", syscall(SYS_process_vm_readv, 0x3ffff0, &one, 1, &one, 1, 0));
    show("flags", syscall(SYS_process_vm_readv, 0x3ffff0, &one, 1, &one, 0, 1));
    show("many", syscall(SYS_process_vm_readv, 0x3ffff0, &one, 1025, &one, 0, 0));
    struct timespec t = {-1, 0};
    show("a thread's clock", syscall(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &t, NULL));
    show("a thread's clock", syscall(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, 8, NULL));
    show("a process's clock", syscall(SYS_clock_nanosleep, CLOCK_PROCESS_CPUTIME_ID, 0, &t, NULL));
    static unsigned words[4];
    show("negative move", syscall(SYS_futex, words, FUTEX_CMP_REQUEUE, 1, -1L, words + 1, 0));
    show("negative wake", syscall(SYS_futex, words, FUTEX_CMP_REQUEUE, -1, 1L, words + 1, 0));
    show("negative move to a lock", syscall(SYS_futex, words, FUTEX_CMP_REQUEUE_PI, 1, -1L, words + 1, 0));
    show("negative wake, bad place", syscall(SYS_futex, 8, FUTEX_CMP_REQUEUE_PI, -1, 1L, words + 1, 0));
    show("not its own", syscall(SYS_futex, (char *)words + 1, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    return 0;
}
