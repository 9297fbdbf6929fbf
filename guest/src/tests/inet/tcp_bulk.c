// A megabyte each way through TCP between two processes, checked byte by byte.
#include "guest.h"
#include <netinet/in.h>
#include <sys/socket.h>

enum { TOTAL = 1 << 20 };

static void send_all(int fd, unsigned seed)
{
    static unsigned char block[10000];
    for (long sent = 0; sent < TOTAL;) {
        long size = TOTAL - sent < (long)sizeof block ? TOTAL - sent : (long)sizeof block;
        for (long i = 0; i < size; i++)
            block[i] = (unsigned char)((sent + i) * seed >> 3);
        long wrote = send(fd, block, (size_t)size, 0);
        sent += wrote;
    }
}

static long receive_all(int fd, unsigned seed)
{
    static unsigned char block[7777];
    long received = 0, good = 0, got;
    while (received < TOTAL && (got = recv(fd, block, sizeof block, 0)) > 0) {
        for (long i = 0; i < got; i++)
            good += block[i] == (unsigned char)((received + i) * seed >> 3);
        received += got;
    }
    return good;
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int server = socket(AF_INET, SOCK_STREAM, 0);
    bind(server, (void *)&address, size);
    listen(server, 1);
    getsockname(server, (void *)&address, &size);
    pid_t pid = fork();
    if (pid == 0) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        connect(client, (void *)&address, size);
        send_all(client, 7);
        shutdown(client, SHUT_WR);
        printf("client: %ld good bytes\n", receive_all(client, 13));
        _exit(0);
    }
    int fd = accept(server, NULL, NULL);
    printf("server: %ld good bytes\n", receive_all(fd, 7));
    send_all(fd, 13);
    close(fd);
    show_end("client", pid);
    return 0;
}
