// Closing either end of a pty: EIO, end of file, POLLHUP.
// libs: -lutil
#include "guest.h"
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>

int main(void)
{
    int master, slave, number = -1;
    char text[16], name[64];
    openpty(&master, &slave, name, NULL, NULL);
    show("number", ioctl(master, TIOCGPTN, &number));
    show_bool("not negative", number >= 0);
    close(slave);
    struct pollfd watched = {master, POLLIN, 0};
    poll(&watched, 1, 0);
    printf("master says %#x\n", watched.revents);
    show("read the master", read(master, text, 16));
    slave = open(name, O_RDWR | O_NOCTTY);
    show_ok("open again", slave);
    write(slave, "back", 4);
    show("read the master", read(master, text, 16));
    close(master);
    watched = (struct pollfd){slave, POLLIN | POLLOUT, 0};
    poll(&watched, 1, 0);
    printf("slave says %#x\n", watched.revents);
    show("read the slave", read(slave, text, 16));
    show("write the slave", write(slave, "x", 1));
    show("open a dead one", open(name, O_RDWR | O_NOCTTY));
    master = posix_openpt(O_RDWR | O_NOCTTY);
    show_ok("posix_openpt", master);
    show("locked", open(ptsname(master), O_RDWR | O_NOCTTY));
    show("grantpt", grantpt(master));
    show("unlockpt", unlockpt(master));
    show_ok("open", open(ptsname(master), O_RDWR | O_NOCTTY));
    return 0;
}
