// shutdown(2): either half, both, and what each side then gets.
#include "guest.h"
#include <poll.h>
#include <sys/socket.h>

static short state(int fd)
{
    struct pollfd watched = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&watched, 1, 0);
    return watched.revents;
}

int main(void)
{
    int pair[2];
    char text[8];
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    send(pair[0], "left", 4, 0);
    show("shut writing", shutdown(pair[0], SHUT_WR));
    show("send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show("other reads what was left", recv(pair[1], text, 8, 0));
    show("then the end", recv(pair[1], text, 8, 0));
    show("other may still send", send(pair[1], "back", 4, 0));
    show("and be heard", recv(pair[0], text, 8, 0));
    printf("poll %#x %#x\n", state(pair[0]), state(pair[1]));
    show("other shuts reading", shutdown(pair[1], SHUT_RD));
    show("shut both", shutdown(pair[0], SHUT_RDWR));
    show("other sends", send(pair[1], "x", 1, MSG_NOSIGNAL));
    printf("poll %#x %#x\n", state(pair[0]), state(pair[1]));
    show("bad how", shutdown(pair[0], 9));
    show("not a socket", shutdown(open("/dev/null", O_RDONLY), SHUT_RD));
    show("not connected", shutdown(socket(AF_UNIX, SOCK_STREAM, 0), SHUT_RD));
    return 0;
}
