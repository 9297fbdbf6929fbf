// The smallest fork: the system call made by hand, and three lines that tell who is who.
//
// On i386 this is clone, number 120 (0x78), through int $0x80; on x86-64 clone, number 56, through
// syscall. The flags say only which signal the parent gets when the child ends.
#include "lib.h"

static long make_child(void)
{
    long pid;
#if defined(__i386__)
    asm volatile("mov $0x78, %%eax\n\t"
                 "int $0x80\n\t"
                 "mov %%eax, %0\n\t"
                 : "=m"(pid)
                 : "b"(SIGCHLD), "c"(0), "d"(0), "S"(0), "D"(0)
                 : "eax", "memory");
#else
    register long no_tls asm("r8") = 0;
    asm volatile("mov $56, %%eax\n\t"
                 "xor %%r10d, %%r10d\n\t"
                 "syscall\n\t"
                 "mov %%rax, %0\n\t"
                 : "=m"(pid)
                 : "D"(SIGCHLD), "S"(0), "d"(0), "r"(no_tls)
                 : "rax", "rcx", "r10", "r11", "memory");
#endif
    return pid;
}

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    long pid = make_child();
    if (pid < 0) {
        put_error("Fork Failed!\n");
        return 1;
    }
    if (pid == 0) {
        put("This is Child Process!\n");
        return 0;
    }
    put("This is Parent Process!\n");
    flush();
    wait4(-1, NULL, 0);
    put("Child Complete!\n");
    return 0;
}
