// Sockets in a network namespace whose loopback interface is down: nothing can be reached, not even oneself.
#include "guest.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static struct sockaddr_in any_port = {.sin_family = AF_INET};
static int listener;

static struct sockaddr_in at(const char *address)
{
    struct sockaddr_in to = any_port;
    inet_pton(AF_INET, address, &to.sin_addr);
    return to;
}

static void connecting(const char *what, int type, const char *address)
{
    struct sockaddr_in to = at(address);
    int fd = socket(AF_INET, type, 0);
    show(what, connect(fd, (struct sockaddr *)&to, sizeof to));
    close(fd);
}

static void connecting6(const char *what, int type)
{
    struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT, .sin6_port = any_port.sin_port};
    int fd = socket(AF_INET6, type, 0);
    show(what, connect(fd, (struct sockaddr *)&to, sizeof to));
    close(fd);
}

static void all(void)
{
    connecting("tcp, far away", SOCK_STREAM, "192.0.2.1");
    connecting("udp", SOCK_DGRAM, "127.0.0.1");
    connecting("udp, another loopback address", SOCK_DGRAM, "127.1.2.3");
    connecting("udp, no address", SOCK_DGRAM, "0.0.0.0");
    connecting("udp, far away", SOCK_DGRAM, "192.0.2.1");
    connecting6("tcp, IPv6", SOCK_STREAM);
    connecting6("udp, IPv6", SOCK_DGRAM);
    struct sockaddr_in to = at("127.0.0.1");
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    show("sendto", sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof to));
    close(fd);
}

static int begin(const char *what, const char *address)
{
    struct sockaddr_in to = at(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show(what, connect(fd, (struct sockaddr *)&to, sizeof to));
    struct pollfd ready = {fd, POLLOUT, 0};
    show("  within a moment", poll(&ready, 1, 200));
    return fd;
}

static void end(const char *what, int fd)
{
    struct pollfd ready = {fd, POLLOUT, 0};
    show(what, poll(&ready, 1, 10000));
    int error = -1;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    printf("  %s\n", error_name(error));
    close(fd);
}

static void set(int up)
{
    struct ifreq request = {.ifr_name = "lo"};
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    ioctl(fd, SIOCGIFFLAGS, &request);
    request.ifr_flags = (short)(up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
    show(up ? "up" : "down", ioctl(fd, SIOCSIFFLAGS, &request));
    close(fd);
}

int main(void)
{
    if (unshare(CLONE_NEWNET) != 0)
        die("unshare");
    listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = at("127.0.0.1");
    show("bind to loopback", bind(listener, (struct sockaddr *)&here, sizeof here));
    close(listener);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    here = at("0.0.0.0");
    show("bind", bind(listener, (struct sockaddr *)&here, sizeof here));
    listen(listener, 8);
    socklen_t length = sizeof here;
    getsockname(listener, (struct sockaddr *)&here, &length);
    any_port.sin_port = here.sin_port;
    all();
    close(begin("tcp", "127.0.0.1"));
    close(begin("tcp, another loopback address", "127.1.2.3"));
    close(begin("tcp, no address", "0.0.0.0"));
    set(1);
    connecting("tcp", SOCK_STREAM, "127.0.0.1");
    set(0);
    all();
    int first = begin("tcp", "127.0.0.1");
    int second = begin("tcp, another loopback address", "127.1.2.3");
    struct sockaddr_in closed = any_port;
    any_port.sin_port = htons(1);
    int third = begin("tcp, nobody there", "127.0.0.1");
    any_port = closed;
    show("connecting still", connect(first, (struct sockaddr *)&closed, sizeof closed));
    set(1);
    end("first", first);
    end("second", second);
    end("third", third);
    return 0;
}
