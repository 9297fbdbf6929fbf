// arch_prctl(2) and the segment registers of user mode.
// widths: 64
#include "guest.h"
#include <asm/prctl.h>

int main(void)
{
    unsigned long block[2] = {0x1234, 0x5678}, base = 0, old_fs;
    unsigned long value;
    show("get fs", syscall(SYS_arch_prctl, ARCH_GET_FS, &old_fs));
    asm volatile("mov %%fs:0, %0" : "=r"(value));
    show_bool("fs:0 is its own base", value == old_fs);
    show("set gs", syscall(SYS_arch_prctl, ARCH_SET_GS, block));
    asm volatile("mov %%gs:8, %0" : "=r"(value));
    printf("gs:8 %#lx\n", value);
    show("get gs", syscall(SYS_arch_prctl, ARCH_GET_GS, &base));
    show_bool("gs base", base == (unsigned long)block);
    pid_t pid = fork();
    if (pid == 0) {
        asm volatile("mov %%gs:0, %0" : "=r"(value));
        printf("child's gs:0 %#lx\n", value);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("not canonical", syscall(SYS_arch_prctl, ARCH_SET_GS, 0x8000000000000000));
    show("unknown", syscall(SYS_arch_prctl, 0x9999, 0));
    unsigned cs, ss, ds, es;
    asm volatile("mov %%cs, %0; mov %%ss, %1; mov %%ds, %2; mov %%es, %3"
                 : "=r"(cs), "=r"(ss), "=r"(ds), "=r"(es));
    printf("cs %#x ss %#x ds %#x es %#x\n", cs & 0xffff, ss & 0xffff, ds & 0xffff, es & 0xffff);
    return 0;
}
