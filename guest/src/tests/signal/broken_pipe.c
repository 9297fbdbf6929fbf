// SIGPIPE: the signal, the error when it is ignored, and MSG_NOSIGNAL.
#include "guest.h"
#include <sys/socket.h>

int main(void)
{
    int pipes[2], sockets[2];
    pipe(pipes);
    close(pipes[0]);
    pid_t pid = fork();
    if (pid == 0) {
        write(pipes[1], "x", 1);
        _exit(0);
    }
    show_end("default", pid);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    close(sockets[0]);
    show("MSG_NOSIGNAL", send(sockets[1], "x", 1, MSG_NOSIGNAL));
    show("write nothing", write(pipes[1], "", 0));
    handle(SIGPIPE, SIG_IGN, 0);
    show("pipe", write(pipes[1], "x", 1));
    show("socket", write(sockets[1], "x", 1));
    return 0;
}
