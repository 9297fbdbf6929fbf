// Non-canonical input with MIN and TIME, and output processing.
// libs: -lutil
#include "guest.h"
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

int main(void)
{
    struct termios modes;
    int master, slave, waiting;
    char text[32] = "";
    openpty(&master, &slave, NULL, NULL, NULL);
    tcgetattr(slave, &modes);
    struct termios cooked = modes;
    cfmakeraw(&modes);
    modes.c_cc[VMIN] = 3;
    modes.c_cc[VTIME] = 0;
    tcsetattr(slave, TCSANOW, &modes);
    write(master, "ab\003", 3);
    show("three at least", read(slave, text, 31));
    printf("%d\n", text[2]);
    modes.c_cc[VMIN] = 0;
    tcsetattr(slave, TCSANOW, &modes);
    show("nothing, at once", read(slave, text, 31));
    modes.c_cc[VTIME] = 1;
    tcsetattr(slave, TCSANOW, &modes);
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    show("nothing in a tenth", read(slave, text, 31));
    show_bool("waited", elapsed_millis(&start) >= 90);
    write(master, "xyz", 3);
    sleep_millis(5);
    show("waiting", (ioctl(slave, FIONREAD, &waiting), waiting));
    struct pollfd watched = {slave, POLLIN, 0};
    show("poll", poll(&watched, 1, 1000));
    show("flush", tcflush(slave, TCIFLUSH));
    show("poll flushed", poll(&watched, 1, 0));
    write(slave, "a\nb", 3);
    show("raw output", read(master, text, 31));
    tcsetattr(slave, TCSANOW, &cooked);
    write(slave, "a\nb", 3);
    memset(text, 0, sizeof text);
    show("cooked output", read(master, text, 31));
    printf("%d %d %d\n", text[1], text[2], text[3]);
    return 0;
}
