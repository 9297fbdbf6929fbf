// A 32-bit tracer: registers in i386's form, single words, steps, the system call it stops in.
// widths: 32
#include "guest.h"
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

static volatile int marker = 0x1234;

static void child(void)
{
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGSTOP);
    int result;
    asm volatile("fninit\n\tfld1\n\tfldpi\n\t"
                 "mov $0x11111111, %%esi\n\tmov $0x22222222, %%edi\n\tmov $20, %%eax\n\tint $0x80"
                 : "=a"(result)
                 :
                 : "esi", "edi", "memory");
    _exit(result == 77 ? 5 : 6);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        child();
    int status;
    waitpid(pid, &status, 0);
    show_status("stopped", status);
    ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD);
    printf("peek %lx\n", ptrace(PTRACE_PEEKDATA, pid, &marker, NULL));
    show("poke", ptrace(PTRACE_POKEDATA, pid, &marker, 0x4321));
    printf("peek %lx, own %x\n", ptrace(PTRACE_PEEKDATA, pid, &marker, NULL), marker);
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    waitpid(pid, &status, 0);
    printf("entry: %x\n", status >> 8);
    struct user_regs_struct r;
    show("GETREGS", ptrace(PTRACE_GETREGS, pid, NULL, &r));
    printf("%zu bytes: orig_eax %ld, eax %ld, esi %lx, edi %lx\n", sizeof r, r.orig_eax, r.eax, r.esi, r.edi);
    printf("cs %lx ss %lx ds %lx es %lx fs %lx\n", r.xcs, r.xss, r.xds, r.xes, r.xfs);
    unsigned short gs;
    asm("mov %%gs, %0" : "=r"(gs));
    show_bool("gs", r.xgs == gs);
    printf("peekuser orig_eax %ld\n", ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user_regs_struct, orig_eax), NULL));
    errno = 0;
    show("peekuser between", ptrace(PTRACE_PEEKUSER, pid, 2, NULL));
    show("peekuser beyond", ptrace(PTRACE_PEEKUSER, pid, 4000, NULL));
    errno = 0;
    show("debug register", ptrace(PTRACE_PEEKUSER, pid, offsetof(struct user, u_debugreg[7]), NULL));
    struct user_regs_struct set = {0};
    struct iovec vector = {&set, sizeof set};
    show("GETREGSET", ptrace(PTRACE_GETREGSET, pid, 1, &vector));
    printf("%zu bytes, the same: %d\n", vector.iov_len, memcmp(&set, &r, sizeof r) == 0);
    vector.iov_len = 6;
    show("odd size", ptrace(PTRACE_GETREGSET, pid, 1, &vector));
    vector.iov_len = 16;
    show("a part", ptrace(PTRACE_GETREGSET, pid, 1, &vector));
    printf("%zu bytes\n", vector.iov_len);
    show("no such set", ptrace(PTRACE_GETREGSET, pid, 0x999, &vector));
    struct user_fpregs_struct fp;
    show("GETFPREGS", ptrace(PTRACE_GETFPREGS, pid, NULL, &fp));
    printf("%zu bytes: cwd %lx swd %lx twd %lx\n", sizeof fp, fp.cwd, fp.swd, fp.twd);
    long double top;
    memcpy(&top, fp.st_space, 10);
    printf("st(0) %.5Lf\n", top);
    struct user_fpxregs_struct fx;
    show("GETFPXREGS", ptrace(PTRACE_GETFPXREGS, pid, NULL, &fx));
    printf("cwd %x twd %x mxcsr %lx\n", fx.cwd, fx.twd, fx.mxcsr);
    struct {
        unsigned char op, pad[3];
        unsigned arch;
        unsigned long long ip, sp, nr, args[6];
    } info;
    show("GET_SYSCALL_INFO", ptrace(0x420e, pid, sizeof info, &info));
    printf("op %d arch %x nr %lld\n", info.op, info.arch, info.nr);
    show_bool("ip", info.ip == (unsigned long)r.eip);
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    waitpid(pid, &status, 0);
    ptrace(PTRACE_GETREGS, pid, NULL, &r);
    show_bool("result is its pid", r.eax == pid);
    r.eax = 77;
    show("SETREGS", ptrace(PTRACE_SETREGS, pid, NULL, &r));
    long before = r.eip;
    ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL);
    waitpid(pid, &status, 0);
    show_status("step", status);
    ptrace(PTRACE_GETREGS, pid, NULL, &r);
    show_bool("one instruction on", r.eip > before && r.eip < before + 15);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    show_end("child", pid);
    return 0;
}
