// UNIX stream sockets by name: bind, listen, connect, accept, and the file it makes.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
    struct sockaddr_un name = {AF_UNIX, "socket"}, peer;
    socklen_t size = sizeof peer;
    char text[16] = "";
    int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    show("connect before", connect(client, (void *)&name, sizeof name));
    show("listen unbound", listen(server, 5));
    show("bind", bind(server, (void *)&name, sizeof name));
    show("bind again", bind(server, (void *)&name, sizeof name));
    show("name taken", bind(client, (void *)&name, sizeof name));
    show("connect before listen", connect(client, (void *)&name, sizeof name));
    show("listen", listen(server, 5));
    show("connect", connect(client, (void *)&name, sizeof name));
    show("connect again", connect(client, (void *)&name, sizeof name));
    int accepted = accept(server, (void *)&peer, &size);
    show_ok("accept", accepted);
    show("client's name length", size);
    show("send", send(client, "hello", 5, 0));
    show("recv", recv(accepted, text, 15, 0));
    printf("%s\n", text);
    size = sizeof peer;
    getpeername(client, (void *)&peer, &size);
    printf("peer %s, length %d\n", peer.sun_path, (int)size);
    close(client);
    show("end", recv(accepted, text, 15, 0));
    show("send to the closed", send(accepted, "x", 1, MSG_NOSIGNAL));
    show("unlink", unlink("socket"));
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    show("name gone", connect(client, (void *)&name, sizeof name));
    write_file("plain", "", 0644);
    strcpy(name.sun_path, "plain");
    show("connect to a file", connect(client, (void *)&name, sizeof name));
    show("bad family", bind(client, &(struct sockaddr){AF_INET, ""}, 16));
    return 0;
}
