// getsockopt(2) and setsockopt(2) at the socket level.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

static void get(const char *what, int fd, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, option, &value, &size) != 0)
        printf("%s: %s\n", what, error_name(errno));
    else
        printf("%s: %d (%d bytes)\n", what, value, (int)size);
}

int main(void)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0), on = 1, value = 10000;
    get("type", fd, SO_TYPE);
    get("domain", fd, SO_DOMAIN);
    get("protocol", fd, SO_PROTOCOL);
    get("accepting", fd, SO_ACCEPTCONN);
    get("error", fd, SO_ERROR);
    get("reuse", fd, SO_REUSEADDR);
    show("set reuse", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    get("reuse", fd, SO_REUSEADDR);
    show("set send buffer", setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &value, sizeof value));
    get("send buffer doubles", fd, SO_SNDBUF);
    value = 1;
    show("tiny receive buffer", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, sizeof value));
    get("has a floor", fd, SO_RCVBUF);
    struct linger linger = {1, 5}, back = {0};
    socklen_t size = sizeof back;
    show("set linger", setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    getsockopt(fd, SOL_SOCKET, SO_LINGER, &back, &size);
    printf("linger %d %d\n", back.l_onoff, back.l_linger);
    show("short value", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, 2));
    show("unknown", setsockopt(fd, SOL_SOCKET, 9999, &on, sizeof on));
    show("unknown level", setsockopt(fd, 9999, 1, &on, sizeof on));
    show("not a socket", setsockopt(1, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    show("bad pointer", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, (void *)8, 4));
    show("socket family", socket(9999, SOCK_STREAM, 0));
    show("socket type", socket(AF_UNIX, 77, 0));
    return 0;
}
