// setsid(2): a new session and group, refused to a group leader.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        pid_t old = getsid(0);
        show_bool("setsid", setsid() == getpid());
        show_bool("new session", getsid(0) == getpid() && old != getpid());
        show_bool("new group", getpgrp() == getpid());
        show("setsid again", setsid());
        show("leader changes group", setpgid(0, 0));
        show("no terminal", open("/dev/tty", O_RDWR));
        _exit(0);
    }
    show_end("child", pid);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        show("setsid by a group leader", setsid());
        _exit(0);
    }
    show_end("child", pid);
    show("getsid of nobody", getsid(0x3fffff));
    return 0;
}
