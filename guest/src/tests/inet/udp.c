// UDP: datagrams, connected sockets, truncation, refused ports.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in one = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in two = one, from;
    socklen_t size = sizeof one;
    char text[16] = "";
    int first = socket(AF_INET, SOCK_DGRAM, 0), second = socket(AF_INET, SOCK_DGRAM, 0), waiting;
    bind(first, (void *)&one, size);
    bind(second, (void *)&two, size);
    getsockname(first, (void *)&one, &size);
    getsockname(second, (void *)&two, &size);
    show("send", sendto(first, "hello", 5, 0, (void *)&two, size));
    show("send", sendto(first, "longer one", 10, 0, (void *)&two, size));
    show("send empty", sendto(first, NULL, 0, 0, (void *)&two, size));
    show("next size", (ioctl(second, FIONREAD, &waiting), waiting));
    show("receive", recvfrom(second, text, 15, 0, (void *)&from, &size));
    printf("%s from the first: %d\n", text, from.sin_port == one.sin_port);
    show("cut", recv(second, text, 4, 0));
    show("empty", recv(second, text, 4, 0));
    show("nothing", recv(second, text, 4, MSG_DONTWAIT));
    show("port taken", bind(socket(AF_INET, SOCK_DGRAM, 0), (void *)&one, sizeof one));
    show("no address", send(first, "x", 1, 0));
    show("connect", connect(first, (void *)&two, size));
    show("send", send(first, "x", 1, 0));
    struct sockaddr_in peer;
    show("peer", getpeername(first, (void *)&peer, &size));
    show_bool("right", peer.sin_port == two.sin_port);
    int third = socket(AF_INET, SOCK_DGRAM, 0);
    sendto(third, "stranger", 8, 0, (void *)&one, size);
    show("stranger is not heard", recv(first, text, 15, MSG_DONTWAIT));
    close(second);
    send(first, "x", 1, 0);
    sleep_millis(20);
    show("refused", send(first, "x", 1, 0));
    struct sockaddr none = {.sa_family = AF_UNSPEC};
    show("disconnect", connect(first, &none, sizeof none));
    show("no peer", getpeername(first, (void *)&peer, &size));
    show("listen", listen(first, 1));
    static char big[70000];
    show("too big", sendto(first, big, sizeof big, 0, (void *)&one, sizeof one));
    return 0;
}
