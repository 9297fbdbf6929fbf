// IPv6 loopback, and IPv4 clients on an IPv6 socket.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT}, from;
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof any;
    char text[64] = "";
    int server = socket(AF_INET6, SOCK_STREAM, 0), off = 0;
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    show("bind", bind(server, (void *)&any, sizeof any));
    listen(server, 5);
    getsockname(server, (void *)&any, &size);
    six.sin6_port = four.sin_port = any.sin6_port;
    int client = socket(AF_INET6, SOCK_STREAM, 0);
    show("connect by IPv6", connect(client, (void *)&six, sizeof six));
    size = sizeof from;
    int fd = accept(server, (void *)&from, &size);
    printf("from %s size %d\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text), (int)size);
    write(client, "six", 3);
    show("read", read(fd, text, 10));
    client = socket(AF_INET, SOCK_STREAM, 0);
    show("connect by IPv4", connect(client, (void *)&four, sizeof four));
    size = sizeof from;
    fd = accept(server, (void *)&from, &size);
    printf("from %s\n", inet_ntop(AF_INET6, &from.sin6_addr, text, sizeof text));
    int on = 1;
    int only = socket(AF_INET6, SOCK_STREAM, 0);
    setsockopt(only, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    any.sin6_port = 0;
    bind(only, (void *)&any, sizeof any);
    listen(only, 1);
    size = sizeof any;
    getsockname(only, (void *)&any, &size);
    four.sin_port = any.sin6_port;
    show("IPv4 to IPv6 only", connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&four, sizeof four));
    show("wrong family", bind(socket(AF_INET6, SOCK_STREAM, 0), (void *)&four, sizeof four));
    int one = socket(AF_INET6, SOCK_DGRAM, 0), two = socket(AF_INET6, SOCK_DGRAM, 0);
    six.sin6_port = 0;
    bind(one, (void *)&six, sizeof six);
    size = sizeof six;
    getsockname(one, (void *)&six, &size);
    show("UDP over IPv6", sendto(two, "u", 1, 0, (void *)&six, sizeof six));
    show("received", recv(one, text, 10, 0));
    return 0;
}
