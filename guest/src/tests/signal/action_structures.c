// rt_sigaction as the kernel has it: sizes, masks, what SIGKILL leaves of them.
// widths: 64
#include "guest.h"

struct action {
    void *handler;
    unsigned long flags;
    void *restorer;
    unsigned long mask;
};

int main(void)
{
    struct action action = {SIG_IGN, 0, NULL, ~0UL}, old = {0};
    show("set", syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 8));
    show("get", syscall(SYS_rt_sigaction, SIGUSR1, NULL, &old, 8));
    printf("mask without KILL and STOP: %#lx\n", old.mask);
    printf("flags %#lx\n", old.flags);
    show("size 4", syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 4));
    show("size 16", syscall(SYS_rt_sigaction, SIGUSR1, &action, NULL, 16));
    show("signal 32", syscall(SYS_rt_sigaction, 32, &action, NULL, 8));
    show("signal 33", syscall(SYS_rt_sigaction, 33, &action, NULL, 8));
    show("signal 65", syscall(SYS_rt_sigaction, 65, &action, NULL, 8));
    show("bad old", syscall(SYS_rt_sigaction, SIGUSR2, &action, 8, 8));
    syscall(SYS_rt_sigaction, SIGUSR2, NULL, &old, 8);
    show_bool("set all the same", old.handler == (void *)SIG_IGN);
    unsigned long mask = ~0UL, before = 0;
    show("mask size 4", syscall(SYS_rt_sigprocmask, SIG_BLOCK, &mask, NULL, 4));
    show("mask how 9", syscall(SYS_rt_sigprocmask, 9, &mask, NULL, 8));
    show("how 9 without a set", syscall(SYS_rt_sigprocmask, 9, NULL, &before, 8));
    show("pending size 0", syscall(SYS_rt_sigpending, &before, 0));
    show("pending size 9", syscall(SYS_rt_sigpending, &before, 9));
    show("suspend size 4", syscall(SYS_rt_sigsuspend, &mask, 4));
    return 0;
}
