// Filters: refused programs, several at once, threads, and what may be asked.
// flags: -pthread
#include "guest.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>

static long install(struct sock_filter *code, unsigned short count, unsigned flags)
{
    struct sock_fprog program = {count, code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static volatile int ready, done;

static void *other(void *unused)
{
    ready = 1;
    while (!done)
        sched_yield();
    show("other thread", syscall(SYS_getppid));
    return unused;
}

int main(void)
{
    struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_filter jump[] = {BPF_JUMP(BPF_JMP | BPF_JA, 5, 0, 0), allow};
    struct sock_filter endless[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0)};
    struct sock_filter far_load[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 64), allow};
    struct sock_filter odd_load[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), allow};
    struct sock_filter byte_load[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), allow};
    struct sock_filter unknown[] = {{0xffff, 0, 0, 0}, allow};
    struct sock_filter division[] = {BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), allow};
    struct sock_filter memory[] = {BPF_STMT(BPF_ST, 16), allow};
    struct sock_filter parent[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 77),
        allow,
    };
    int action = (int)SECCOMP_RET_TRACE;
    show("action known", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
    action = 0x12340000;
    show("action unknown", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
    show("operation unknown", syscall(SYS_seccomp, 99, 0, NULL));
    show("strict with an argument", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, &action));
    show("strict with flags", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 1, NULL));
    show("unknown flags", install(&allow, 1, 0x8000));
    show("no instructions", install(&allow, 0, 0));
    show("too many", install(&allow, 5000, 0));
    show("bad pointer", install((void *)8, 1, 0));
    show("jump out", install(jump, 2, 0));
    show("no end", install(endless, 1, 0));
    show("load beyond", install(far_load, 2, 0));
    show("odd load", install(odd_load, 2, 0));
    show("byte load", install(byte_load, 2, 0));
    show("unknown instruction", install(unknown, 2, 0));
    show("division by zero", install(division, 2, 0));
    show("memory beyond", install(memory, 2, 0));
    pid_t pid = fork();
    if (pid == 0) {
        setgid(1000);
        setuid(1000);
        show("without privileges", install(&allow, 1, 0));
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        show("with no-new-privileges", install(&allow, 1, 0));
        show("mode", prctl(PR_GET_SECCOMP));
        show("strict after a filter", prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
        _exit(0);
    }
    show_end("child", pid);
    pthread_t thread;
    pthread_create(&thread, NULL, other, NULL);
    while (!ready)
        sched_yield();
    show("for all threads", install(parent, 4, SECCOMP_FILTER_FLAG_TSYNC));
    show("this thread", syscall(SYS_getppid) == -1 ? errno : 0);
    done = 1;
    pthread_join(thread, NULL);
    return 0;
}
