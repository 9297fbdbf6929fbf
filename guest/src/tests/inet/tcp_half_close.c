// shutdown on TCP, resets, and what poll says along the way.
#include "guest.h"
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

static int client, accepted;

static void connect_pair(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    bind(server, (void *)&address, size);
    listen(server, 1);
    getsockname(server, (void *)&address, &size);
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&address, size);
    accepted = accept(server, NULL, NULL);
    close(server);
}

static void show_poll(const char *what, int fd)
{
    struct pollfd watched = {fd, POLLIN | POLLOUT | POLLRDHUP, 0};
    poll(&watched, 1, 0);
    printf("%s: %#x\n", what, watched.revents);
}

int main(void)
{
    char text[16] = "";
    connect_pair();
    handle(SIGPIPE, SIG_IGN, 0);
    write(client, "last words", 10);
    show("shut writing", shutdown(client, SHUT_WR));
    show("write", write(client, "x", 1));
    sleep_millis(20);
    show_poll("half closed", accepted);
    show("read", read(accepted, text, 15));
    show("end", read(accepted, text, 15));
    show("answer", write(accepted, "still open", 10));
    show("heard", read(client, text, 15));
    close(accepted);
    sleep_millis(20);
    show_poll("both closed", client);
    show("end here too", read(client, text, 15));
    connect_pair();
    struct linger reset = {1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(client);
    sleep_millis(20);
    show_poll("reset", accepted);
    show("read", read(accepted, text, 15));
    show("then", read(accepted, text, 15));
    show("write", write(accepted, "x", 1));
    connect_pair();
    write(accepted, "unread", 6);
    sleep_millis(20);
    close(client);
    sleep_millis(20);
    show("closed with data unread", read(accepted, text, 15));
    return 0;
}
