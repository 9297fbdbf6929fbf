// waitid tells that it found nothing also where it fails, and children that have ended are nobody to wait for without
// WEXITED.
#include "guest.h"

static siginfo_t info;

static void wait_for(const char *what, int type, int id, int options)
{
    memset(&info, 0x55, sizeof info);
    show(what, syscall(SYS_waitid, type, id, &info, options, NULL));
    printf("  signal %d error %d code %d somebody %d\n", info.si_signo, info.si_errno, info.si_code, info.si_pid != 0);
}

int main(void)
{
    wait_for("no children", P_ALL, 0, WEXITED);
    wait_for("bad option", P_ALL, 0, WEXITED | 0x100);
    wait_for("bad type", 77, 0, WEXITED);
    wait_for("bad descriptor", P_PIDFD, 77, WEXITED);
    show("bad place", syscall(SYS_waitid, P_ALL, 0, 8, WEXITED, NULL));
    show("bad place and option", syscall(SYS_waitid, P_ALL, 0, 8, 0, NULL));
    pid_t pid = fork();
    if (pid == 0)
        _exit(3);
    await_state(pid, 'Z');
    wait_for("not stopped", P_PID, pid, WSTOPPED);
    wait_for("not continued", P_ALL, 0, WCONTINUED | WNOHANG);
    show("bad place", syscall(SYS_waitid, P_PID, pid, 8, WEXITED, NULL));
    wait_for("reaped in spite of that", P_PID, pid, WEXITED);

    pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    int fd = syscall(SYS_pidfd_open, pid, O_NONBLOCK);
    int patient = syscall(SYS_pidfd_open, pid, 0);
    show("other flags", syscall(SYS_pidfd_open, pid, O_CLOEXEC | 1));
    printf("flags %#x %#x\n", fcntl(fd, F_GETFL) & O_NONBLOCK, fcntl(patient, F_GETFL) & O_NONBLOCK);
    show("seek", lseek(fd, 0, SEEK_SET));
    wait_for("without patience", P_PIDFD, fd, WEXITED);
    wait_for("asked not to wait", P_PIDFD, fd, WEXITED | WNOHANG);
    wait_for("asked not to wait", P_PIDFD, patient, WEXITED | WNOHANG);
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    int shown = 0, first = 0;
    read_file(path, text, sizeof text);
    show_bool("its id", sscanf(strstr(text, "Pid:"), "Pid: %d", &shown) == 1 && shown == pid);
    show_bool("its ids", sscanf(strstr(text, "NSpid:"), "NSpid: %d", &first) == 1 && first == pid);
    kill(pid, SIGKILL);
    await_state(pid, 'Z');
    wait_for("ended", P_PIDFD, patient, WEXITED | WNOWAIT);
    show_bool("the child", info.si_pid == pid);
    info.si_pid = 0;
    show("ended", syscall(SYS_waitid, P_PIDFD, fd, NULL, WEXITED, NULL));
    read_file(path, text, sizeof text);
    sscanf(strstr(text, "Pid:"), "Pid: %d", &shown);
    printf("no id any more: %d\n", shown);
    return 0;
}
