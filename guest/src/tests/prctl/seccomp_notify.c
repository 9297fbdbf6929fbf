// seccomp's user notifications, and the actions and flags of its filters.
#include "descriptors.h"
#include "filters.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>

static int pair[2];

// What the supervised process saw, told when it has ended.
static struct { long result; int error; } *seen;

static void note(int n, long result)
{
    seen[n].result = result;
    seen[n].error = result == -1 ? errno : 0;
}

static void tell(void)
{
    static const char *const names[] = {"close on exec", "a second listener", "answered", "error", "let through", "interrupted", "the one after"};
    for (int i = 0; i < 7; i++)
        printf("%s: %ld %s\n", names[i], seen[i].result, error_name(seen[i].error));
}

static void on_usr1(int signal)
{
    (void)signal;
    
}

static long call(void) { return syscall(SYS_getpriority, 77, 88); }

static pid_t supervised(int *listener)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        int fd = filter(SECCOMP_FILTER_FLAG_NEW_LISTENER, SYS_getpriority, SECCOMP_RET_USER_NOTIF);
        note(0, fcntl(fd, F_GETFD));
        send_descriptor(pair[1], fd);
        note(1, filter(SECCOMP_FILTER_FLAG_NEW_LISTENER, SYS_getpid, SECCOMP_RET_USER_NOTIF));
        close(fd);
        char c;
        read(pair[1], &c, 1);
        note(2, call());
        note(3, call());
        note(4, call());
        handle(SIGUSR1, on_usr1, 0);
        note(5, call());
        note(6, call());
        _exit(6);
    }
    *listener = receive_descriptor(pair[0]);
    return pid;
}

static void poll_state(const char *what, int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT, 0};
    int n = poll(&p, 1, 0);
    printf("%s: %d events %#x\n", what, n, p.revents);
}

static void notifications(void)
{
    int fd;
    struct seccomp_notif_sizes sizes;
    show("sizes", syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes));
    printf("%d %d %d\n", sizes.seccomp_notif, sizes.seccomp_notif_resp, sizes.seccomp_data);
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    pid_t pid = supervised(&fd);
    struct seccomp_notif request;
    struct seccomp_notif_resp answer = {0};
    poll_state("nothing yet", fd);
    memset(&request, 1, sizeof request);
    show("not cleared", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    write(pair[0], "x", 1);
    await_state(pid, 'S');
    struct pollfd p = {fd, POLLIN, 0};
    poll(&p, 1, 5000);
    poll_state("one waits", fd);
    memset(&request, 0, sizeof request);
    show("receive", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    show_bool("pid", (pid_t)request.pid == pid);
    printf("nr %d args %d %d flags %u\n", request.data.nr == SYS_getpriority, (int)request.data.args[0], (int)request.data.args[1], request.flags);
    show("id valid", ioctl(fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &request.id));
    uint64_t other = request.id + 5;
    show("other id", ioctl(fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &other));
    poll_state("received", fd);
    answer.id = request.id;
    answer.val = 42;
    answer.flags = 2;
    show("unknown flag", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));
    answer.flags = 0;
    show("answer", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));

    memset(&request, 0, sizeof request);
    show("receive", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    answer = (struct seccomp_notif_resp){.id = request.id, .error = -ENOTBLK};
    show("an error", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));

    memset(&request, 0, sizeof request);
    show("receive", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    answer = (struct seccomp_notif_resp){.id = request.id, .val = 5, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    show("continue with a value", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));
    answer.val = 0;
    show("continue", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));

    memset(&request, 0, sizeof request);
    show("receive", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    uint64_t first = request.id;
    kill(pid, SIGUSR1);
    memset(&request, 0, sizeof request);
    show("receive once more", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    show_bool("another id", request.id != first);
    answer = (struct seccomp_notif_resp){.id = first, .val = 1};
    show("too late", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));
    show("gone", ioctl(fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &first));
    answer.id = request.id;
    show("answer", ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer));
    close(fd);
    show_end("supervised", pid);
    tell();
}

static void death(void)
{
    int fd;
    pid_t pid = supervised(&fd);
    write(pair[0], "x", 1);
    struct seccomp_notif request = {0};
    show("receive", ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &request));
    kill(pid, SIGKILL);
    show_end("supervised", pid);
    show("its id", ioctl(fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &request.id));
    poll_state("nobody left", fd);
    memset(&request, 0, sizeof request);
    char text[64], path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    text[readlink(path, text, sizeof text - 1)] = 0;
    printf("%s\n", text);
    show("unknown ioctl", ioctl(fd, 0x2199, 0));
    show("read", read(fd, text, 8));
    close(fd);
}

static void in_child(const char *what, void (*run)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        run();
        _exit(0);
    }
    show_end(what, pid);
}

static void errors(void)
{
    show("no filter", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL));
    show("unknown flag", filter(1 << 10, SYS_getpid, SECCOMP_RET_ALLOW));
    show("listener and sync", filter(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_TSYNC, SYS_getpid, SECCOMP_RET_ALLOW));
    show("unknown operation", syscall(SYS_seccomp, 9, 0, NULL));
    static const unsigned actions[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO, SECCOMP_RET_USER_NOTIF, SECCOMP_RET_TRACE, SECCOMP_RET_LOG, SECCOMP_RET_ALLOW, 0x1234};
    for (unsigned i = 0; i < sizeof actions / sizeof *actions; i++) {
        char name[32];
        snprintf(name, sizeof name, "action %#x", actions[i]);
        show(name, syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &actions[i]));
    }
    show("available with flags", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 1, &actions[0]));
    show("errno 7", filter(0, SYS_getpriority, SECCOMP_RET_ERRNO | 7));
    show("call", call());
    show("errno 0", filter(0, SYS_getppid, SECCOMP_RET_ERRNO));
    show("getppid", syscall(SYS_getppid));
    show("errno beyond", filter(0, SYS_getsid, SECCOMP_RET_ERRNO | 5000));
    long result = syscall(SYS_getsid, 0);
    printf("getsid: %ld %d\n", result, errno);
    show("logged", filter(SECCOMP_FILTER_FLAG_LOG, SYS_getpgid, SECCOMP_RET_LOG));
    show_ok("getpgid", syscall(SYS_getpgid, 0));
    show("no listener", filter(0, SYS_umask, SECCOMP_RET_USER_NOTIF));
    show("umask", syscall(SYS_umask, 022));
    show("no tracer", filter(0, SYS_getuid, SECCOMP_RET_TRACE | 3));
    show("getuid", syscall(SYS_getuid));
    char line[4096];
    read_file("/proc/self/status", line, sizeof line);
    char *at = strstr(line, "Seccomp:");
    printf("%.10s\n", at);
}

static void unknown_action(void)
{
    filter(0, SYS_getpriority, 0x00060000);
    call();
}

static void kill_process(void)
{
    filter(0, SYS_getpriority, SECCOMP_RET_KILL_PROCESS);
    call();
}

static void traced(void)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        ptrace(PTRACE_TRACEME);
        raise(SIGSTOP);
        filter(0, SYS_getpriority, SECCOMP_RET_TRACE | 77);
        show("skipped", call());
        show("changed", call());
        show("as it is", call());
        _exit(4);
    }
    waitpid(pid, &status, 0);
    show("options", ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD));
    for (int i = 0; i < 3; i++) {
        ptrace(PTRACE_CONT, pid, 0, 0);
        waitpid(pid, &status, 0);
        unsigned long message = 0;
        ptrace(PTRACE_GETEVENTMSG, pid, 0, &message);
        printf("stop %#x message %lu\n", status >> 8, message);
        struct __ptrace_syscall_info info;
        long size = ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info);
        printf("info %ld op %d data %d\n", size, info.op, info.op == 3 ? (int)info.seccomp.ret_data : -1);
        struct user_regs_struct regs;
        ptrace(PTRACE_GETREGS, pid, 0, &regs);
#ifdef __x86_64__
        if (i == 0) {
            regs.orig_rax = -1;
            regs.rax = 99;
        } else if (i == 1) {
            regs.orig_rax = SYS_getuid;
        }
#else
        if (i == 0) {
            regs.orig_eax = -1;
            regs.eax = 99;
        } else if (i == 1) {
            regs.orig_eax = SYS_getuid32;
        }
#endif
        ptrace(PTRACE_SETREGS, pid, 0, &regs);
    }
    ptrace(PTRACE_CONT, pid, 0, 0);
    show_end("traced", pid);
}

int main(void)
{
    seen = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    notifications();
    death();
    in_child("errors", errors);
    in_child("unknown action", unknown_action);
    in_child("kill process", kill_process);
    in_child("traced", traced);
    return 0;
}
