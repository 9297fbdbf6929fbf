// Background groups and the terminal: SIGTTIN, SIGTTOU, EIO when orphaned, tcsetpgrp.
// libs: -lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

static void session(void)
{
    int status;
    char byte;
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        read(0, &byte, 1);
        _exit(1);
    }
    waitpid(pid, &status, WUNTRACED);
    show_status("background read", status);
    show("to the foreground", tcsetpgrp(0, pid));
    kill(pid, SIGCONT);
    waitpid(pid, &status, 0);
    show_status("then", status);
    handle(SIGTTOU, SIG_IGN, 0);
    tcsetpgrp(0, getpgrp());
    handle(SIGTTOU, SIG_DFL, 0);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        write(2, "", 1);
        printf("background write passes\n");
        struct termios modes;
        tcgetattr(0, &modes);
        modes.c_lflag |= TOSTOP;
        tcsetattr(0, TCSANOW, &modes);
        _exit(0);
    }
    waitpid(pid, &status, WUNTRACED);
    show_status("background tcsetattr", status);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        handle(SIGTTIN, SIG_IGN, 0);
        show("read with SIGTTIN ignored", read(0, &byte, 1));
        handle(SIGTTOU, SIG_IGN, 0);
        struct termios modes;
        tcgetattr(0, &modes);
        modes.c_lflag |= TOSTOP;
        show("tcsetattr with SIGTTOU ignored", tcsetattr(0, TCSANOW, &modes));
        show("write with TOSTOP, ignored", write(2, "", 1));
        handle(SIGTTOU, SIG_DFL, 0);
        write(2, "x", 1);
        _exit(0);
    }
    waitpid(pid, &status, WUNTRACED);
    show_status("write with TOSTOP", status);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    show("group of nobody", tcsetpgrp(0, 0x3fffff));
    show("negative group", tcsetpgrp(0, -1));
}

int main(void)
{
    int master;
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        int report = open("report", O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(report, 1);
        session();
        _exit(0);
    }
    write(master, "z\n", 2);
    show_end("session", pid);
    char report[2048];
    printf("%s", read_file("report", report, sizeof report));
    return 0;
}
