// A controlling terminal: Ctrl-C, Ctrl-\ and Ctrl-Z reach the foreground group, and the window's change too.
// libs: -lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

static int master;

static void handler(int signal)
{
    printf("child got %s\n", signal_name(signal));
}

int main(void)
{
    int status;
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        int report = open("report", O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(report, 1);
        show_bool("leads a session", getsid(0) == getpid());
        show_bool("is in the foreground", tcgetpgrp(0) == getpgrp());
        show_ok("/dev/tty", open("/dev/tty", O_RDWR));
        handle(SIGINT, handler, 0);
        handle(SIGWINCH, handler, 0);
        handle(SIGTSTP, handler, 0);
        write(2, "1", 1);
        pause();
        write(2, "2", 1);
        pause();
        write(2, "3", 1);
        pause();
        write(2, "4", 1);
        pause();
        _exit(0);
    }
    char text[64] = "";
    struct winsize size = {30, 100, 0, 0};
    const char *keys[] = {"\003", "\032", NULL, "\034"};
    for (int i = 0; i < 4; i++) {
        // Wait for the child's number; the echo of the last key may come first.
        do
            read(master, text, 1);
        while (text[0] != '1' + i);
        await_state(pid, 'S');
        if (keys[i] == NULL)
            ioctl(master, TIOCSWINSZ, &size);
        else
            write(master, keys[i], 1);
    }
    waitpid(pid, &status, 0);
    show_status("child", status);
    char report[1024];
    printf("%s", read_file("report", report, sizeof report));
    return 0;
}
