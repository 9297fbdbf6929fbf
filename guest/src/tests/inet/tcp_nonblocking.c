// Connecting without waiting: EINPROGRESS, poll, SO_ERROR; refused connections.
#include "guest.h"
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

static int error_of(int fd)
{
    int error = -1;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char text[8];
    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    bind(server, (void *)&address, size);
    listen(server, 5);
    getsockname(server, (void *)&address, &size);
    show("accept nothing", accept(server, NULL, NULL));
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    long result = connect(client, (void *)&address, size);
    show_bool("in progress or done", result == 0 || errno == EINPROGRESS);
    struct pollfd watched = {client, POLLOUT, 0};
    show("poll", poll(&watched, 1, 2000));
    printf("error %s\n", error_name(error_of(client)));
    show("connect when connected", connect(client, (void *)&address, size));
    watched = (struct pollfd){server, POLLIN, 0};
    show("server ready", poll(&watched, 1, 2000));
    int accepted = accept4(server, NULL, NULL, SOCK_NONBLOCK);
    show("read nothing", read(accepted, text, 8));
    close(server);
    int refused = socket(AF_INET, SOCK_STREAM, 0);
    show("refused", connect(refused, (void *)&address, size));
    refused = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    result = connect(refused, (void *)&address, size);
    int error = errno;
    watched = (struct pollfd){refused, POLLOUT, 0};
    poll(&watched, 1, 2000);
    errno = error;
    printf("later: %s\n", error_name(result == -1 && errno == ECONNREFUSED ? errno : error_of(refused)));
    printf("told once: %s\n", error_name(error_of(refused)));
    return 0;
}
