// RLIMIT_SIGPENDING bounds queued real-time signals with EAGAIN; kill still gets through.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit = {5, 5};
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(54322, 54322, 54322);
        setrlimit(RLIMIT_SIGPENDING, &limit);
        mask_signal(SIG_BLOCK, SIGRTMIN);
        mask_signal(SIG_BLOCK, SIGUSR1);
        int sent = 0;
        while (sent < 20 && sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = sent}) == 0)
            sent++;
        show("queued", sent);
        show("one more", sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 9}));
        show("kill", kill(getpid(), SIGUSR1));
        sigset_t set;
        sigpending(&set);
        show("pending", sigismember(&set, SIGUSR1));
        _exit(0);
    }
    show_end("child", pid);
    show("foreign code", syscall(SYS_rt_sigqueueinfo, 1, SIGUSR1, &(siginfo_t){.si_code = SI_USER}));
    return 0;
}
