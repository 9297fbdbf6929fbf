// Abstract names leave no file and vanish with the socket; autobind makes one up.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
    struct sockaddr_un name = {AF_UNIX, "\0guest-abstract"}, other;
    char tag[32];
    snprintf(tag, sizeof tag, "%d", getpid());
    strcpy(name.sun_path + 16, tag);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 16 + strlen(tag));
    int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    show("bind", bind(server, (void *)&name, length));
    show("listen", listen(server, 1));
    show("taken", bind(client, (void *)&name, length));
    show("another length is another name", connect(client, (void *)&name, length - 1));
    show("connect", connect(client, (void *)&name, length));
    socklen_t size = sizeof other;
    getpeername(client, (void *)&other, &size);
    show_bool("same name", size == length && memcmp(&name, &other, length) == 0);
    close(server);
    int late = socket(AF_UNIX, SOCK_STREAM, 0);
    show("gone", connect(late, (void *)&name, length));
    show("autobind", bind(late, (void *)&name, sizeof(sa_family_t)));
    size = sizeof other;
    getsockname(late, (void *)&other, &size);
    printf("length %d, first byte %d\n", (int)size, other.sun_path[0]);
    return 0;
}
