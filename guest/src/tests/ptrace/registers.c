// GETREGS and GETREGSET agree; what is set arrives; bad values are refused.
// widths: 64
#include "tracing.h"
#include <elf.h>

static void body(void)
{
    long value = 1;
    asm volatile("mov $5, %%rbx; int3; mov %%rbx, %0" : "=r"(value)::"rbx");
    _exit((int)value);
}

int main(void)
{
    struct user_regs_struct regs, other;
    struct iovec part = {&other, sizeof other};
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("stop", pid);
    ptrace(PTRACE_GETREGS, pid, 0, &regs);
    show("regset", ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &part));
    show("bytes", (long)part.iov_len);
    show_bool("same", memcmp(&regs, &other, sizeof regs) == 0);
    printf("rbx %lld cs %#llx ss %#llx\n", regs.rbx, regs.cs, regs.ss);
    part.iov_len = 16;
    show("part of it", ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &part));
    show("bytes", (long)part.iov_len);
    part.iov_len = 13;
    show("odd length", ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &part));
    show("unknown set", ptrace(PTRACE_GETREGSET, pid, 0x7777, &part));
    char floats[4096];
    part = (struct iovec){floats, sizeof floats};
    show("floating point", ptrace(PTRACE_GETREGSET, pid, NT_FPREGSET, &part));
    show("bytes", (long)part.iov_len);
    other = regs;
    other.cs = 0x10;
    show("a kernel's segment", ptrace(PTRACE_SETREGS, pid, 0, &other));
    other = regs;
    other.eflags = ~0ULL;
    show("all flags", ptrace(PTRACE_SETREGS, pid, 0, &other));
    ptrace(PTRACE_GETREGS, pid, 0, &other);
    printf("those that stick: %#llx\n", other.eflags);
    ptrace(PTRACE_SETREGS, pid, 0, &regs);
    show("one by one", ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rbx), 42));
    errno = 0;
    show("read back", ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user_regs_struct, rbx), 0));
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
