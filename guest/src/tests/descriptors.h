// Passing a descriptor over a socket, unix(7): for programs that are about something else.
#ifndef MURRE_DESCRIPTORS_H
#define MURRE_DESCRIPTORS_H

#include "guest.h"
#include <sys/socket.h>

static inline void send_descriptor(int through, int fd)
{
    char control[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {"x", 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(header), &fd, sizeof fd);
    sendmsg(through, &message, 0);
}

// The descriptor of the next message, or -1 if it has none.
static inline int receive_descriptor(int through)
{
    char byte, control[64];
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    int fd = -1;
    if (recvmsg(through, &message, 0) == 1 && CMSG_FIRSTHDR(&message) != NULL)
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

#endif
