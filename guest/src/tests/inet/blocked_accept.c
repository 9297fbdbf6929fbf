// accept, read and write that sleep, wake, time out, and are interrupted.
#include "guest.h"
#include <netinet/in.h>
#include <sys/socket.h>

static void handler(int signal) { (void)signal; }

int main(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    char text[8];
    int server = socket(AF_INET, SOCK_STREAM, 0);
    bind(server, (void *)&address, size);
    listen(server, 3);
    getsockname(server, (void *)&address, &size);
    int done[2];
    pipe2(done, O_NONBLOCK);
    handle(SIGUSR1, handler, 0);
    pid_t pid = fork();
    if (pid == 0) {
        show("interrupted", accept(server, NULL, NULL));
        handle(SIGUSR1, SIG_IGN, 0);
        write(done[1], "x", 1);
        int fd = accept(server, NULL, NULL);
        show("read", read(fd, text, 8));
        _exit(0);
    }
    // Again and again, for the first signal may come before the call.
    while (read(done[0], text, 1) != 1) {
        kill(pid, SIGUSR1);
        sleep_millis(5);
    }
    int client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&address, size);
    sleep_millis(20);
    write(client, "wake", 4);
    show_end("server", pid);
    struct timeval limit = {0, 20000};
    setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    show("accept times out", accept(server, NULL, NULL));
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&address, size);
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    show("read times out", read(client, text, 8));
    return 0;
}
