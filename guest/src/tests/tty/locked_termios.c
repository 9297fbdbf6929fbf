// Attributes of a terminal that are locked, TIOCGLCKTRMIOS and TIOCSLCKTRMIOS of ioctl_tty(2).
#include "guest.h"
#include <sys/ioctl.h>
#include <termios.h>

static void told(const char *what, int fd)
{
    struct termios now;
    show(what, tcgetattr(fd, &now));
    printf("  echo %d canonical %d crnl %d intr %d eof %d\n", !!(now.c_lflag & ECHO), !!(now.c_lflag & ICANON),
           !!(now.c_iflag & ICRNL), now.c_cc[VINTR], now.c_cc[VEOF]);
}

int main(void)
{
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY), number = -1, none = 0;
    ioctl(master, TIOCGPTN, &number);
    ioctl(master, TIOCSPTLCK, &none);
    char name[32];
    snprintf(name, sizeof name, "/dev/pts/%d", number);
    int tty = open(name, O_RDWR | O_NOCTTY);
    // The kernel's structure is smaller than the library's.
    char locks[128];
    memset(locks, 1, sizeof locks);
    show("locks", ioctl(tty, TIOCGLCKTRMIOS, locks));
    int set = 0, after = 0;
    for (int i = 0; i < 36; i++)
        set += locks[i] != 0;
    for (int i = 36; i < 128; i++)
        after += locks[i] == 1;
    printf("%d set, %d left alone\n", set, after);
    unsigned *flags = (unsigned *)locks;
    flags[3] = ECHO;
    locks[17 + VINTR] = 1;
    show("lock", ioctl(tty, TIOCSLCKTRMIOS, locks));
    memset(locks, 0, sizeof locks);
    show("through the master", ioctl(master, TIOCGLCKTRMIOS, locks));
    printf("%d %d\n", flags[3] == ECHO, locks[17 + VINTR]);
    told("before", tty);
    struct termios wanted;
    tcgetattr(tty, &wanted);
    wanted.c_lflag &= ~(ECHO | ICANON);
    wanted.c_iflag &= ~ICRNL;
    wanted.c_cc[VINTR] = 7;
    wanted.c_cc[VEOF] = 8;
    show("set", tcsetattr(tty, TCSANOW, &wanted));
    told("after", tty);
    show("bad pointer", ioctl(tty, TIOCSLCKTRMIOS, 8L));
    memset(locks, 0, sizeof locks);
    show("unlock", ioctl(tty, TIOCSLCKTRMIOS, locks));
    show("set", tcsetattr(tty, TCSANOW, &wanted));
    told("after", tty);
    show("no privilege", setuid(65534));
    show("lock", ioctl(tty, TIOCSLCKTRMIOS, locks));
    show("locks", ioctl(tty, TIOCGLCKTRMIOS, locks));
    return 0;
}
