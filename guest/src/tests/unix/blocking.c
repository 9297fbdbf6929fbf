// Blocking accept, connect over a full backlog, full buffers, and SO_RCVTIMEO.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
    struct sockaddr_un name = {AF_UNIX, "socket"};
    int server = socket(AF_UNIX, SOCK_STREAM, 0), pair[2];
    char block[4096] = "";
    bind(server, (void *)&name, sizeof name);
    int ready[2];
    listen(server, 0);
    pipe(ready);
    pid_t pid = fork();
    if (pid == 0) {
        int client = socket(AF_UNIX, SOCK_STREAM, 0);
        show("connect", connect(client, (void *)&name, sizeof name));
        int second = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
        show("backlog full", connect(second, (void *)&name, sizeof name));
        write(client, "hi", 2);
        write(ready[1], "x", 1);
        read(client, block, 10);
        _exit(0);
    }
    read(ready[0], block, 1);
    int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    show("read", read(accepted, block, 10));
    close(accepted);
    show_end("client", pid);
    struct timeval limit = {0, 30000};
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    show("receive timeout", recv(pair[0], block, 10, 0));
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    long total = 0, wrote;
    while ((wrote = send(pair[0], block, sizeof block, 0)) > 0)
        total += wrote;
    show("full", wrote);
    show_bool("took something", total >= 4096);
    long got = 0;
    fcntl(pair[1], F_SETFL, O_NONBLOCK);
    while ((wrote = recv(pair[1], block, sizeof block, 0)) > 0)
        got += wrote;
    show_bool("all of it came out", got == total);
    show("accept nothing", (fcntl(server, F_SETFL, O_NONBLOCK), accept(server, NULL, NULL)));
    return 0;
}
