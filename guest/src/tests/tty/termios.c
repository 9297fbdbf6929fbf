// A pty's line settings: defaults, changes, what TCSETS keeps, window size.
// libs: -lutil
#include "guest.h"
#include <sys/ioctl.h>
#include <pty.h>
#include <termios.h>

int main(void)
{
    struct termios modes;
    struct winsize size = {24, 80, 0, 0}, back;
    int master, slave;
    show("openpty", openpty(&master, &slave, NULL, NULL, NULL));
    show("is a terminal", isatty(slave));
    show("tcgetattr", tcgetattr(slave, &modes));
    printf("iflag %#o oflag %#o cflag %#o lflag %#o\n", modes.c_iflag, modes.c_oflag, modes.c_cflag,
           modes.c_lflag);
    printf("intr %d quit %d erase %d kill %d eof %d susp %d min %d time %d\n", modes.c_cc[VINTR],
           modes.c_cc[VQUIT], modes.c_cc[VERASE], modes.c_cc[VKILL], modes.c_cc[VEOF],
           modes.c_cc[VSUSP], modes.c_cc[VMIN], modes.c_cc[VTIME]);
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    modes.c_cc[VMIN] = 3;
    show("tcsetattr", tcsetattr(slave, TCSANOW, &modes));
    memset(&modes, 0, sizeof modes);
    tcgetattr(master, &modes);
    printf("through the master: lflag %#o min %d\n", modes.c_lflag, modes.c_cc[VMIN]);
    show("window", ioctl(master, TIOCSWINSZ, &size));
    show("get window", ioctl(slave, TIOCGWINSZ, &back));
    printf("%d by %d\n", back.ws_col, back.ws_row);
    int pipes[2];
    pipe(pipes);
    show("a pipe", tcgetattr(pipes[0], &modes));
    show("a file", tcgetattr(open("f", O_CREAT | O_RDWR, 0644), &modes));
    show("unknown ioctl", ioctl(slave, 0x9999, 0));
    char name[64];
    ttyname_r(slave, name, sizeof name);
    printf("%.9s\n", name);
    return 0;
}
