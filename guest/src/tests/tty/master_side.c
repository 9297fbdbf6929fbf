// The master of a pseudo-terminal: before the slave is open and after, packet mode, sizes, hanging up.
#include "guest.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

static char text[16384];

static void show_poll(const char *what, int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI, 0};
    sleep_millis(20);
    poll(&p, 1, 0);
    printf("%s: poll 0x%x\n", what, p.revents);
}

static void packets(int master, int slave)
{
    int on = 1, off = 0;
    show("packet mode", ioctl(master, TIOCPKT, &on));
    tcflush(slave, TCIOFLUSH);
    show_poll("flushed", master);
    show("status", read(master, text, 10));
    printf("flushed: 0x%x\n", text[0]);
    write(slave, "zz", 2);
    show("data", read(master, text, 10));
    printf("prefix %d, then %c\n", text[0], text[1]);
    tcflow(slave, TCOOFF);
    show("status", read(master, text, 10));
    printf("stopped: 0x%x\n", text[0]);
    show("write when stopped", write(slave, "abc", 3));
    show_poll("stopped", slave);
    tcflow(slave, TCOON);
    show("write when started", write(slave, "abc", 3));
    show("status", read(master, text, 10));
    printf("started: 0x%x\n", text[0]);
    ioctl(master, TIOCPKT, &off);
    show("data", read(master, text, 10));
}

static void raw_reads(int master, int slave)
{
    struct termios t;
    int waiting;
    tcgetattr(slave, &t);
    cfmakeraw(&t);
    t.c_cc[VMIN] = 3;
    tcsetattr(slave, TCSANOW, &t);
    write(master, "ab", 2);
    show_poll("fewer than VMIN", slave);
    ioctl(slave, FIONREAD, &waiting);
    printf("waiting: %d\n", waiting);
    show("without blocking", read(slave, text, 10));
    t.c_cc[VMIN] = 0;
    t.c_cc[VTIME] = 2;
    tcsetattr(slave, TCSANOW, &t);
    fcntl(slave, F_SETFL, 0);
    show("VTIME", read(slave, text, 10));
}

static void fill(int master, int slave)
{
    long n, total = 0;
    fcntl(slave, F_SETFL, O_NONBLOCK);
    memset(text, 'x', sizeof text);
    while ((n = write(slave, text, 1000)) > 0)
        total += n;
    printf("full: %d\n", total >= 4096 && errno == EAGAIN);
    while ((n = read(master, text, sizeof text)) > 0)
        total -= n;
    printf("all came: %d\n", total == 0);
}

int main(void)
{
    struct winsize size = {10, 20, 0, 0};
    struct termios t;
    int slave, master = posix_openpt(O_RDWR | O_NOCTTY);
    show_poll("new", master);
    show("locked", open(ptsname(master), O_RDWR | O_NOCTTY));
    grantpt(master);
    unlockpt(master);
    fcntl(master, F_SETFL, O_NONBLOCK);
    show("nothing yet", read(master, text, 10));
    show("typed ahead", write(master, "early\n", 6));
    slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_NONBLOCK);
    sleep_millis(20);
    show("echo", read(master, text, 100));
    show("typed ahead", read(slave, text, 100));
    packets(master, slave);
    raw_reads(master, slave);
    ioctl(master, TIOCSWINSZ, &size);
    size = (struct winsize){0};
    ioctl(slave, TIOCGWINSZ, &size);
    printf("%d rows, %d columns\n", size.ws_row, size.ws_col);
    fill(master, slave);
    close(slave);
    show_poll("slave closed", master);
    show("read", read(master, text, 10));
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    show_poll("open again", master);
    show("read", read(master, text, 10));
    close(master);
    show_poll("master closed", slave);
    show("read", read(slave, text, 10));
    show("write", write(slave, "x", 1));
    show("attributes", tcgetattr(slave, &t));
    return 0;
}
