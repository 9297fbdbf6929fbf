// rt_sigqueueinfo and its kind: which codes a process may forge, for itself and for others.
#include "guest.h"

static void try(const char *what, pid_t pid, int code)
{
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_code = code;
    info.si_pid = 1234;
    info.si_value.sival_int = 7;
    show(what, syscall(SYS_rt_sigqueueinfo, pid, SIGUSR1, &info));
}

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("%d: code %d pid %d value %d\n", signal, info->si_code, info->si_pid, info->si_value.sival_int);
}

int main(void)
{
    signal(SIGUSR1, SIG_IGN);
    pid_t other = fork();
    if (other == 0) {
        for (;;)
            pause();
    }
    handle_info(SIGUSR1, handler, 0);
    try("SI_QUEUE to oneself", getpid(), SI_QUEUE);
    try("-7 to oneself", getpid(), -7);
    try("SI_MESGQ to oneself", getpid(), SI_MESGQ);
    try("SI_QUEUE to another", other, SI_QUEUE);
    try("SI_USER to another", other, SI_USER);
    try("SI_TKILL to another", other, SI_TKILL);
    try("SI_KERNEL to another", other, SI_KERNEL);
    try("-7 to another", other, -7);
    try("nobody", 0x3ffff0, SI_QUEUE);
    siginfo_t info = {.si_code = SI_QUEUE};
    show("thread", syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), SIGUSR1, &info));
    show("thread of another", syscall(SYS_rt_tgsigqueueinfo, getpid(), other, SIGUSR1, &info));
    show("bad signal", syscall(SYS_rt_sigqueueinfo, getpid(), 65, &info));
    show("signal 0", syscall(SYS_rt_sigqueueinfo, getpid(), 0, &info));
    show("bad pointer", syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, 8));
    show("bad thread", syscall(SYS_rt_tgsigqueueinfo, getpid(), -1, SIGUSR1, &info));
    show("tgkill bad", syscall(SYS_tgkill, getpid(), 0, SIGUSR1));
    show("tkill bad", syscall(SYS_tkill, -1, SIGUSR1));
    show("tkill bad signal", syscall(SYS_tkill, gettid(), 65));
    kill(other, SIGKILL);
    show_end("other", other);
    return 0;
}
