// socketpair(2): stream, datagram and sequenced packets compared.
#include "guest.h"
#include <poll.h>
#include <sys/socket.h>

static void attempt(const char *what, int type)
{
    int pair[2];
    char text[32];
    socketpair(AF_UNIX, type, 0, pair);
    printf("%s\n", what);
    send(pair[0], "first", 5, 0);
    send(pair[0], "second", 6, 0);
    show("  recv 3", recv(pair[1], text, 3, 0));
    show("  recv 20", recv(pair[1], text, 20, 0));
    show("  nothing", recv(pair[1], text, 20, MSG_DONTWAIT) > 0);
    send(pair[0], "last", 4, 0);
    close(pair[0]);
    show("  after close", recv(pair[1], text, 20, MSG_DONTWAIT));
    show("  then", recv(pair[1], text, 20, MSG_DONTWAIT));
    show("  send", send(pair[1], "x", 1, MSG_NOSIGNAL));
    struct pollfd watched = {pair[1], POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&watched, 1, 0);
    printf("  poll %#x\n", watched.revents);
}

int main(void)
{
    int pair[2];
    attempt("stream", SOCK_STREAM);
    attempt("datagram", SOCK_DGRAM);
    attempt("sequenced", SOCK_SEQPACKET);
    show("inet", socketpair(AF_INET, SOCK_STREAM, 0, pair));
    show("bad type", socketpair(AF_UNIX, 77, 0, pair));
    show("bad protocol", socketpair(AF_UNIX, SOCK_STREAM, 5, pair));
    show("bad pointer", socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)8));
    show("flags", socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair));
    show("nonblock", !!(fcntl(pair[0], F_GETFL) & O_NONBLOCK));
    show("cloexec", fcntl(pair[0], F_GETFD));
    return 0;
}
