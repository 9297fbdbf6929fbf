// TCP over the loopback: listen, connect, accept, names, data, end.
#include "guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in other = {0};
    socklen_t size = sizeof address;
    char text[64] = "";
    int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    show("bind", bind(server, (void *)&address, size));
    getsockname(server, (void *)&address, &size);
    show_bool("port chosen", address.sin_port != 0);
    show("connect before listen", connect(client, (void *)&address, size));
    show("listen", listen(server, 5));
    client = socket(AF_INET, SOCK_STREAM, 0);
    show("connect", connect(client, (void *)&address, size));
    int accepted = accept(server, (void *)&other, &size);
    printf("from %s, family %d, size %d\n", inet_ntoa(other.sin_addr), other.sin_family, (int)size);
    struct sockaddr_in mine;
    getsockname(client, (void *)&mine, &size);
    show_bool("names agree", mine.sin_port == other.sin_port);
    getpeername(client, (void *)&mine, &size);
    show_bool("peer agrees", mine.sin_port == address.sin_port);
    show("send", send(client, "hello", 5, 0));
    show("recv", recv(accepted, text, 63, 0));
    printf("%s\n", text);
    write(accepted, "one", 3);
    write(accepted, "two", 3);
    sleep_millis(20);
    show("stream joins", read(client, text, 63));
    printf("%.6s\n", text);
    close(client);
    show("end", read(accepted, text, 63));
    show("connect again", connect(accepted, (void *)&address, sizeof address));
    show("bind twice", bind(server, (void *)&address, sizeof address));
    show("accept on a connection", accept(accepted, NULL, NULL));
    show("bad size", connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&address, 4));
    return 0;
}
