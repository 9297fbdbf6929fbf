// vfork shares memory but neither descriptors, nor the directory, nor handlers.
#include "guest.h"

static void handler(int signal) { (void)signal; }

int main(void)
{
    int fd = open("/dev/null", O_RDONLY);
    mkdir("below", 0755);
    handle(SIGUSR1, handler, 0);
    umask(022);
    pid_t pid = vfork();
    if (pid == 0) {
        close(fd);
        chdir("below");
        umask(0777);
        signal(SIGUSR1, SIG_IGN);
        setpgid(0, 0);
        _exit(0);
    }
    show_end("child", pid);
    show("descriptor flags", fcntl(fd, F_GETFD));
    show("still outside", access("below", F_OK));
    printf("umask %o\n", umask(0));
    struct sigaction action;
    sigaction(SIGUSR1, NULL, &action);
    show_bool("handler stays", action.sa_handler == handler);
    show_bool("group stays", getpgrp() != pid);
    return 0;
}
