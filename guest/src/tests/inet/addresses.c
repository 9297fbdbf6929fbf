// Binding: privileged ports, foreign addresses, ports in use, reuse.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

static long try_bind(const char *address, int port, int reuse)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, address, &name.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    return bind(fd, (void *)&name, sizeof name);
}

int main(void)
{
    show("loopback", try_bind("127.0.0.1", 0, 0));
    show("another loopback", try_bind("127.1.2.3", 0, 0));
    show("any", try_bind("0.0.0.0", 0, 0));
    show("not ours", try_bind("192.0.2.1", 0, 0));
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof name;
    int holder = socket(AF_INET, SOCK_STREAM, 0);
    bind(holder, (void *)&name, size);
    getsockname(holder, (void *)&name, &size);
    int port = ntohs(name.sin_port);
    show("in use", try_bind("127.0.0.1", port, 0));
    show("any, in use", try_bind("0.0.0.0", port, 0));
    show("same port, other address", try_bind("127.0.0.2", port, 0));
    listen(holder, 1);
    show("reuse of a listener", try_bind("127.0.0.1", port, 1));
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(5000, 5000, 5000);
        show("port 80 as a user", try_bind("127.0.0.1", 80, 0));
        show("raw socket as a user", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
        _exit(0);
    }
    show_end("child", pid);
    show("listen without bind", listen(socket(AF_INET, SOCK_STREAM, 0), 1));
    show("connect to nobody", connect(socket(AF_INET, SOCK_STREAM, 0),
                                      (void *)&(struct sockaddr_in){.sin_family = AF_INET}, 8));
    return 0;
}
