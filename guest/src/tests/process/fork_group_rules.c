// setpgid: a child that has done exec is out of reach; sessions keep their own.
#include "guest.h"

int main(int argc, char **argv)
{
    int gate[2], ready[2];
    char byte, number[16], number2[16];
    if (argc > 2) {
        write(atoi(argv[2]), "x", 1);
        read(atoi(argv[1]), &byte, 1);
        return 0;
    }
    pipe(gate);
    pipe(ready);
    snprintf(number, sizeof number, "%d", gate[0]);
    snprintf(number2, sizeof number2, "%d", ready[1]);
    pid_t pid = fork();
    if (pid == 0) {
        execl("/proc/self/exe", argv[0], number, number2, NULL);
        _exit(1);
    }
    read(ready[0], &byte, 1);
    show("after exec", setpgid(pid, pid));
    show("exec, bad group", setpgid(pid, -5));
    write(gate[1], "x", 1);
    show_end("child", pid);
    show("gone", setpgid(pid, pid));
    pid = fork();
    if (pid == 0) {
        setsid();
        write(ready[1], "x", 1);
        read(gate[0], &byte, 1);
        _exit(0);
    }
    read(ready[0], &byte, 1);
    show("session leader", setpgid(pid, getpgrp()));
    show_bool("its session", getsid(pid) == pid);
    write(gate[1], "x", 1);
    show_end("child", pid);
    pid = fork();
    if (pid == 0) {
        read(gate[0], &byte, 1);
        show_bool("group set by the parent", getpgrp() == getpid());
        show("setsid as a leader", setsid());
        _exit(0);
    }
    show("own group", setpgid(pid, 0));
    show("a group that is not there", setpgid(pid, 0x3ffff0));
    write(gate[1], "x", 1);
    show_end("child", pid);
    show("parent's", setpgid(getppid(), 0));
    show("number 0x3ffff0", getpgid(0x3ffff0));
    return 0;
}
