// Requests of ptrace that newer ones replace: options, thread areas, segment bases.
// widths: 64
#include "guest.h"
#include <sys/ptrace.h>

static long request(int number, pid_t pid, long address, void *data)
{
    return syscall(SYS_ptrace, number, pid, address, data);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        _exit(4);
    }
    waitpid(pid, NULL, 0);
    unsigned area[4] = {0};
    show("thread area", request(25, pid, 12, area));
    printf("entry %u base %#x limit %#x flags %#x\n", area[0], area[1], area[2], area[3]);
    show("before the first", request(25, pid, 11, area));
    show("after the last", request(25, pid, 15, area));
    show("negative", request(25, pid, -1, area));
    show("bad place", request(25, pid, 12, (void *)8));
    unsigned fresh[4] = {99, 0x12345000, 0xfff, 1};
    show("set", request(26, pid, 13, fresh));
    show("set one that is not there", request(26, pid, 3, fresh));
    show("bad place", request(26, pid, 13, (void *)8));
    show("look", request(25, pid, 13, area));
    printf("entry %u base %#x limit %#x flags %#x\n", area[0], area[1], area[2], area[3]);
    unsigned long base = 0, own = 0;
    syscall(SYS_arch_prctl, 0x1003, &own);
    show("base of FS", request(30, pid, (long)&base, (void *)0x1003));
    show_bool("the same as here", base == own);
    show("set base of GS", request(30, pid, 0x56789000, (void *)0x1001));
    show("base of GS", request(30, pid, (long)&base, (void *)0x1004));
    printf("%#lx\n", base);
    show("unknown", request(30, pid, 0, (void *)0x999));
    show("options", request(21, pid, 0, (void *)PTRACE_O_TRACEEXIT));
    show("unknown options", request(21, pid, 0, (void *)(1L << 30)));
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    int status;
    waitpid(pid, &status, 0);
    printf("status %#x\n", status);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    show_end("child", pid);
    return 0;
}
