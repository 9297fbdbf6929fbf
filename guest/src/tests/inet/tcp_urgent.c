// MSG_PEEK, MSG_WAITALL, urgent data and SIGURG on TCP.
#include "guest.h"
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static volatile sig_atomic_t urgent;
static void on_urgent(int signal)
{
    (void)signal;
    urgent++;
}

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char text[16] = "";
    int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    bind(server, (void *)&address, size);
    listen(server, 1);
    getsockname(server, (void *)&address, &size);
    connect(client, (void *)&address, size);
    int fd = accept(server, NULL, NULL), waiting = 0;
    send(client, "abcdef", 6, 0);
    sleep_millis(20);
    show("waiting", ioctl(fd, FIONREAD, &waiting));
    show("bytes", waiting);
    show("peek", recv(fd, text, 3, MSG_PEEK));
    show("peek more", recv(fd, text, 15, MSG_PEEK));
    show("read", recv(fd, text, 15, 0));
    printf("%s\n", text);
    handle(SIGURG, on_urgent, SA_RESTART);
    fcntl(fd, F_SETOWN, getpid());
    send(client, "12", 2, 0);
    show("send urgent", send(client, "!", 1, MSG_OOB));
    send(client, "34", 2, 0);
    sleep_millis(50);
    show("signals", urgent);
    char mark = 0;
    show("urgent byte", recv(fd, &mark, 1, MSG_OOB));
    printf("%c\n", mark);
    memset(text, 0, sizeof text);
    show("read stops at the mark", recv(fd, text, 15, 0));
    show("at mark", (ioctl(fd, SIOCATMARK, &waiting), waiting));
    show("rest", recv(fd, text + 2, 13, 0));
    printf("%s\n", text);
    show("no urgent data", recv(fd, &mark, 1, MSG_OOB));
    return 0;
}
