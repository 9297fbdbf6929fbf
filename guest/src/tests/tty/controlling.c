// Getting and losing a controlling terminal: TIOCSCTTY, O_NOCTTY, TIOCNOTTY.
// libs: -lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>

int main(void)
{
    int master, slave;
    char name[64];
    openpty(&master, &slave, name, NULL, NULL);
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        show("none yet", open("/dev/tty", O_RDWR));
        int fd = open(name, O_RDWR | O_NOCTTY);
        show("still none", open("/dev/tty", O_RDWR));
        show("tcgetpgrp of another's", tcgetpgrp(fd));
        show("TIOCSCTTY", ioctl(fd, TIOCSCTTY, 0));
        int tty = open("/dev/tty", O_RDWR);
        show_ok("now", tty);
        show_bool("session", tcgetsid(fd) == getpid());
        pid_t inner = fork();
        if (inner == 0) {
            show("not a leader", ioctl(fd, TIOCSCTTY, 0));
            show("give up", ioctl(tty, TIOCNOTTY, 0));
            show("gone for me", open("/dev/tty", O_RDWR));
            _exit(0);
        }
        waitpid(inner, NULL, 0);
        show_ok("kept by the leader", open("/dev/tty", O_RDWR));
        handle(SIGHUP, SIG_IGN, 0);
        show("leader gives up", ioctl(tty, TIOCNOTTY, 0));
        show("gone", open("/dev/tty", O_RDWR));
        int second = open(name, O_RDWR);
        show_ok("opening takes it", second);
        show_ok("so it is", open("/dev/tty", O_RDWR));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
