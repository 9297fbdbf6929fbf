// SECCOMP_RET_TRACE asks the tracer, with data; without one the call fails.
#include "tracing.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static void filter(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | 0x123),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {4, code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        die("filter");
}

static void body(void)
{
    filter();
    show_ok("getppid", syscall(SYS_getppid));
    _exit(0);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0)
        body();
    show_end("without a tracer", pid);
    pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_end("with one that does not ask", pid);
    pid = traced(body, PTRACE_O_TRACESECCOMP);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("with one that does", pid);
    printf("data %#lx\n", event_message(pid));
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
