// How TCP connections end: refused, reset with data unread, closed while the other end writes,
// lingering for no time, half shut, left in a backlog, and the port they leave behind.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

static struct sockaddr_in address;
static char text[16];

static void show_poll(const char *what, int fd)
{
    struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
    sleep_millis(20);
    poll(&p, 1, 0);
    printf("%s: poll 0x%x\n", what, p.revents);
}

static int listener(int backlog)
{
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bind(fd, (void *)&address, size);
    listen(fd, backlog);
    getsockname(fd, (void *)&address, &size);
    return fd;
}

static void connect_pair(int *client, int *server)
{
    int fd = listener(5);
    *client = socket(AF_INET, SOCK_STREAM, 0);
    connect(*client, (void *)&address, sizeof address);
    *server = accept(fd, NULL, NULL);
    close(fd);
}

static void refused(void)
{
    int error, fd;
    socklen_t size = sizeof error;
    close(listener(1));
    fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show_poll("fresh", fd);
    show("connect", connect(fd, (void *)&address, sizeof address));
    show_poll("refused", fd);
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    printf("error: %s\n", error_name(error));
    show("send", send(fd, "x", 1, MSG_NOSIGNAL));
    show("receive", recv(fd, text, 1, 0));
    close(fd);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    show("blocking connect", connect(fd, (void *)&address, sizeof address));
    show("again", connect(fd, (void *)&address, sizeof address));
    close(fd);
}

static void reset_by_close(void)
{
    int client, server;
    connect_pair(&client, &server);
    write(client, "abc", 3);
    sleep_millis(20);
    close(server);
    show_poll("reset", client);
    show("read", read(client, text, 9));
    show("read again", read(client, text, 9));
    show("write", write(client, "x", 1));
    close(client);
}

static void closed_by_reader(void)
{
    int client, server;
    connect_pair(&client, &server);
    write(server, "hello", 5);
    close(server);
    show_poll("closed", client);
    show("first write", write(client, "x", 1));
    show_poll("answered by reset", client);
    show("second write", write(client, "x", 1));
    show("read", read(client, text, 9));
    show("end", read(client, text, 9));
    close(client);
}

static void no_linger(void)
{
    struct linger now = {1, 0};
    int client, server;
    connect_pair(&client, &server);
    setsockopt(server, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    write(server, "zz", 2);
    close(server);
    sleep_millis(20);
    show("what came before", read(client, text, 9));
    show("reset", read(client, text, 9));
    show("end", read(client, text, 9));
    close(client);
}

static void half_shut(void)
{
    int client, server;
    connect_pair(&client, &server);
    show("shut reading", shutdown(client, SHUT_RD));
    show("read", read(client, text, 3));
    show("peer writes", write(server, "abc", 3));
    sleep_millis(20);
    show("read all the same", recv(client, text, 9, MSG_DONTWAIT));
    show("shut writing", shutdown(client, SHUT_WR));
    show_poll("shut", client);
    show_poll("peer", server);
    show("shut again", shutdown(client, SHUT_WR));
    close(client);
    close(server);
}

static void backlog(void)
{
    int clients[4], fd = listener(1);
    for (int i = 0; i < 4; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(clients[i], (void *)&address, sizeof address);
    }
    for (int i = 0; i < 4; i++)
        show_poll("client", clients[i]);
    close(fd);
    show_poll("never accepted", clients[0]);
    show("read", read(clients[0], text, 1));
}

static void port_left_behind(void)
{
    int on = 1, fd = listener(5), client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&address, sizeof address);
    close(accept(fd, NULL, NULL));
    sleep_millis(10);
    close(client);
    close(fd);
    sleep_millis(10);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    show("bind", bind(fd, (void *)&address, sizeof address));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    show("only if both reuse", bind(fd, (void *)&address, sizeof address));
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    refused();
    reset_by_close();
    closed_by_reader();
    no_linger();
    half_shut();
    backlog();
    port_left_behind();
    return 0;
}
