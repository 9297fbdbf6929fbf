// Socket options of TCP and IP that programs set and read back.
#include "guest.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static int fd;

static void set_get(const char *what, int level, int option, int value)
{
    int back = -1;
    socklen_t size = sizeof back;
    long result = setsockopt(fd, level, option, &value, sizeof value);
    int error = errno;
    getsockopt(fd, level, option, &back, &size);
    printf("%s: %s %d\n", what, result == 0 ? "ok" : error_name(error), back);
}

int main(void)
{
    fd = socket(AF_INET, SOCK_STREAM, 0);
    set_get("reuse address", SOL_SOCKET, SO_REUSEADDR, 1);
    set_get("reuse port", SOL_SOCKET, SO_REUSEPORT, 1);
    set_get("keep alive", SOL_SOCKET, SO_KEEPALIVE, 1);
    set_get("broadcast", SOL_SOCKET, SO_BROADCAST, 1);
    set_get("out-of-band in line", SOL_SOCKET, SO_OOBINLINE, 1);
    set_get("no delay", IPPROTO_TCP, TCP_NODELAY, 1);
    set_get("no delay off", IPPROTO_TCP, TCP_NODELAY, 0);
    set_get("keep idle", IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set_get("keep interval", IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set_get("keep count", IPPROTO_TCP, TCP_KEEPCNT, 4);
    set_get("keep count too large", IPPROTO_TCP, TCP_KEEPCNT, 200);
    set_get("time to live", IPPROTO_IP, IP_TTL, 10);
    set_get("time to live too large", IPPROTO_IP, IP_TTL, 300);
    set_get("type of service", IPPROTO_IP, IP_TOS, 16);
    set_get("send buffer", SOL_SOCKET, SO_SNDBUF, 20000);
    set_get("type is read only", SOL_SOCKET, SO_TYPE, 2);
    set_get("unknown TCP option", IPPROTO_TCP, 9999, 1);
    set_get("accepting", SOL_SOCKET, SO_ACCEPTCONN, 1);
    listen(fd, 1);
    int value = -1;
    socklen_t size = sizeof value;
    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &size);
    printf("listening: %d\n", value);
    size = 1;
    value = 0;
    show("short buffer", getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &value, &size));
    printf("size %d value %d\n", (int)size, value);
    return 0;
}
