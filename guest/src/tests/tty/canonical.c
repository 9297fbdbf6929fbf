// Canonical input: lines, erase, kill, literal next, end of file, and the echo of it all.
// libs: -lutil
#include "guest.h"
#include <pty.h>
#include <termios.h>

static int master, slave;

static void show_bytes(const char *what, const char *bytes, ssize_t length)
{
    printf("%s:", what);
    if (length < 0)
        printf(" %s", error_name(errno));
    for (ssize_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= ' ' && c < 127)
            printf("%c", c);
        else
            printf("\\%03o", c);
    }
    printf("\n");
}

static void type(const char *text)
{
    char buffer[256];
    write(master, text, strlen(text));
    sleep_millis(5);
    ssize_t got = read(slave, buffer, sizeof buffer);
    show_bytes("line", buffer, got);
    got = read(master, buffer, sizeof buffer);
    show_bytes("echo", buffer, got);
}

int main(void)
{
    struct termios modes;
    openpty(&master, &slave, NULL, NULL, NULL);
    fcntl(slave, F_SETFL, O_NONBLOCK);
    fcntl(master, F_SETFL, O_NONBLOCK);
    type("hello\n");
    type("return\r");
    type("wrong\177\177ight\n");
    type("all of it\025new\n");
    type("two words\027more\n");
    type("no newline yet");
    type(" and now\n");
    type("end\004");
    type("\004");
    type("literal \026\003 here\n");
    type("one\ntwo\n");
    type("");
    tcgetattr(slave, &modes);
    modes.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(slave, TCSANOW, &modes);
    type("silent\n");
    modes.c_iflag |= IUCLC | ISTRIP;
    modes.c_iflag &= ~(tcflag_t)ICRNL;
    tcsetattr(slave, TCSANOW, &modes);
    type("LOWER\n");
    return 0;
}
