// Sockets that only messages in each other's queues refer to are closed, and what they hold with them.
#include "descriptors.h"

int main(void)
{
    int sockets[2], others[2], ends[2];
    char byte;
    pipe2(ends, O_NONBLOCK);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    send_descriptor(sockets[0], sockets[1]);
    send_descriptor(sockets[0], ends[1]);
    send_descriptor(sockets[1], sockets[0]);
    close(ends[1]);
    show("held in flight", read(ends[0], &byte, 1));
    close(sockets[0]);
    close(sockets[1]);
    socketpair(AF_UNIX, SOCK_STREAM, 0, others);
    close(others[0]);
    close(others[1]);
    sleep_millis(100);
    show("collected", read(ends[0], &byte, 1));
    return 0;
}
