// pidfd_send_signal and pidfd_open: to whom, what they refuse.
#include "guest.h"
#include <poll.h>
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#define SYS_pidfd_open 434
#endif

static volatile int got, code;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    got = signal;
    code = info->si_code;
}

int main(void)
{
    handle_info(SIGUSR1, handler, 0);
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
    show("close-on-exec", fcntl(self, F_GETFD));
    show("send", syscall(SYS_pidfd_send_signal, self, SIGUSR1, NULL, 0));
    printf("got %d code %d\n", got, code);
    show("bad flags", syscall(SYS_pidfd_send_signal, self, SIGUSR1, NULL, 0x100));
    show("bad signal", syscall(SYS_pidfd_send_signal, self, 65, NULL, 0));
    show("no descriptor of a process", syscall(SYS_pidfd_send_signal, 0, SIGUSR1, NULL, 0));
    show("bad descriptor", syscall(SYS_pidfd_send_signal, 99, SIGUSR1, NULL, 0));
    siginfo_t info = {.si_signo = SIGUSR2, .si_code = SI_QUEUE};
    show("another signal in its information", syscall(SYS_pidfd_send_signal, self, SIGUSR1, &info, 0));
    show("open nobody", syscall(SYS_pidfd_open, 0x3ffff0, 0));
    show("open 0", syscall(SYS_pidfd_open, 0, 0));
    show("open with bad flags", syscall(SYS_pidfd_open, getpid(), 1));
    pid_t pid = fork();
    if (pid == 0) {
        pause();
        _exit(0);
    }
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd look = {fd, POLLIN, 0};
    show("not ended", poll(&look, 1, 0));
    show("kill it", syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
    show("ended", poll(&look, 1, 5000));
    printf("events %#x\n", look.revents & POLLIN);
    show_end("it", pid);
    show("reaped", syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
    char byte;
    show("read", read(fd, &byte, 1));
    return 0;
}
