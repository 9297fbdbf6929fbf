// PTRACE_SYSCALL stops before and after each call; PTRACE_GET_SYSCALL_INFO tells what and where.
#include "tracing.h"
#include <linux/ptrace.h>

static void body(void)
{
    syscall(SYS_getppid);
    syscall(SYS_close, 77);
    syscall(SYS_dup2, 5, 6);
    _exit(3);
}

int main(void)
{
    pid_t pid = traced(body, PTRACE_O_TRACESYSGOOD);
    int status;
    for (int i = 0; i < 20; i++) {
        struct ptrace_syscall_info info;
        memset(&info, 0, sizeof info);
        proceed(pid, PTRACE_SYSCALL, 0);
        status = show_stop("stop", pid);
        if (!WIFSTOPPED(status))
            break;
        long size = ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
        if (info.op == PTRACE_SYSCALL_INFO_ENTRY && info.entry.nr != SYS_exit_group && info.entry.nr != SYS_getppid)
            printf("  entry, %ld bytes, call %s, %llu %llu\n", size, info.entry.nr == SYS_close ? "close" : "dup2",
                   (unsigned long long)info.entry.args[0],
                   info.entry.nr == SYS_close ? 0 : (unsigned long long)info.entry.args[1]);
        else if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
            printf("  entry, %ld bytes\n", size);
        else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
            printf("  exit, %ld bytes, %s %lld\n", size, info.exit.is_error ? "error" : "ok",
                   info.exit.is_error ? (long long)info.exit.rval : 0);
        else
            printf("  op %d\n", info.op);
    }
    return 0;
}
