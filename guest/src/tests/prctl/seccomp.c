// Seccomp: strict mode, and filters that fail, trap and kill.
#include "guest.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("%s code %d call %d\n", signal_name(signal), info->si_code == 1, info->si_syscall == SYS_getppid);
}

// For one system call the given action, for the rest: allowed.
static long filter(int number, unsigned action)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, action),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {4, code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
        write(1, "strict writes\n", 14);
        syscall(SYS_getpid);
        syscall(SYS_exit, 0);
    }
    show_end("strict", pid);
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        show("filter", filter(SYS_getppid, SECCOMP_RET_ERRNO | ENOTTY));
        show("getppid", syscall(SYS_getppid));
        show("mode", prctl(PR_GET_SECCOMP));
        show("second filter", filter(SYS_getuid, SECCOMP_RET_ERRNO | EMLINK));
        show("getuid", syscall(SYS_getuid));
        show("getppid still", syscall(SYS_getppid));
        pid_t child = fork();
        if (child == 0) {
            show("inherited", syscall(SYS_getppid));
            _exit(0);
        }
        waitpid(child, NULL, 0);
        _exit(0);
    }
    show_end("errno", pid);
    pid = fork();
    if (pid == 0) {
        handle_info(SIGSYS, handler, 0);
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        filter(SYS_getppid, SECCOMP_RET_TRAP);
        syscall(SYS_getppid);
        _exit(0);
    }
    show_end("trap", pid);
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        filter(SYS_getppid, SECCOMP_RET_KILL_PROCESS);
        syscall(SYS_getppid);
        _exit(0);
    }
    show_end("kill", pid);
    return 0;
}
