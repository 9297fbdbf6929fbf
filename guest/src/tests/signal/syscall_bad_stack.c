// A signal that finds no usable stack for its frame kills with SIGSEGV.
// widths: 64
#include "guest.h"

static void handler(int signal) { (void)signal; }

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        handle(SIGUSR1, handler, 0);
        long tgid = getpid();
        asm volatile("mov $4096, %%rsp; syscall" ::"a"(SYS_kill), "D"(tgid), "S"(SIGUSR1)
                     : "rcx", "r11", "memory");
        _exit(0);
    }
    show_end("no stack", pid);
    pid = fork();
    if (pid == 0) {
        // rt_sigreturn with no frame to return from.
        asm volatile("mov $8192, %%rsp; syscall" ::"a"(SYS_rt_sigreturn) : "rcx", "r11", "memory");
        _exit(0);
    }
    show_end("no frame", pid);
    return 0;
}
