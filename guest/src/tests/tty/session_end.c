// When a session's leader goes: SIGHUP to the foreground group, no controlling terminal any more, but
// a pty itself lives on.
// libs: -lutil
#include "guest.h"
#include <pty.h>
#include <sys/ioctl.h>

static void handler(int signal) { printf("foreground got %s\n", signal_name(signal)); }

int main(void)
{
    int master, gate[2];
    char byte;
    pipe(gate);
    pid_t pid = forkpty(&master, NULL, NULL, NULL);
    if (pid == 0) {
        int report = open("report", O_WRONLY | O_CREAT | O_APPEND, 0644);
        dup2(report, 1);
        pid_t child = fork();
        if (child == 0) {
            handle(SIGHUP, handler, 0);
            mask_signal(SIG_BLOCK, SIGHUP);
            write(gate[1], "r", 1);
            sigset_t none;
            sigemptyset(&none);
            sigsuspend(&none);
            sleep_millis(10);
            fcntl(0, F_SETFL, O_RDWR | O_NONBLOCK);
            show("read after the hang-up", read(0, &byte, 1));
            show("write after the hang-up", write(0, "x", 1));
            show("/dev/tty", open("/dev/tty", O_RDWR));
            write(gate[1], "d", 1);
            _exit(0);
        }
        setpgid(child, child);
        handle(SIGTTOU, SIG_IGN, 0);
        tcsetpgrp(0, child);
        await_state(child, 'S');
        _exit(0);
    }
    read(gate[0], &byte, 1);
    show_end("leader", pid);
    read(gate[0], &byte, 1);
    char report[1024];
    printf("%s", read_file("report", report, sizeof report));
    return 0;
}
