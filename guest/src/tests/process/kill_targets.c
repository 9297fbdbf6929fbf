// kill(2) to one, to a group, to one's own group, and to everybody in a pid namespace.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));

static int init(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++)
        if (fork() == 0)
            for (;;)
                pause();
    show("kill -1", kill(-1, SIGTERM));
    int status, count = 0;
    while (wait(&status) > 0)
        count += WTERMSIG(status) == SIGTERM;
    return count;
}

int main(void)
{
    show("signal 0 to oneself", kill(getpid(), 0));
    show("bad signal", kill(getpid(), 65));
    show("negative signal", kill(getpid(), -1));
    show("nobody", kill(0x3fffff, 0));
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        kill(0, SIGUSR2);
        _exit(0);
    }
    show_end("own group", pid);
    show_end("namespace", clone(init, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, NULL));
    show("tgkill, wrong group", syscall(SYS_tgkill, 1, getpid(), 0));
    show("tgkill, bad id", syscall(SYS_tgkill, 0, getpid(), 0));
    show("tkill, bad id", syscall(SYS_tkill, -1, 0));
    return 0;
}
