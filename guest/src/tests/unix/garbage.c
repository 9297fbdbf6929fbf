// Sockets that only messages in each other's queues refer to are closed, and what they hold with them.
#include "guest.h"
#include <sys/socket.h>

static void pass(int through, int fd)
{
    char byte = 'x', control[CMSG_SPACE(sizeof fd)];
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    sendmsg(through, &message, 0);
}

int main(void)
{
    int sockets[2], others[2], ends[2];
    char byte;
    pipe2(ends, O_NONBLOCK);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    pass(sockets[0], sockets[1]);
    pass(sockets[0], ends[1]);
    pass(sockets[1], sockets[0]);
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
