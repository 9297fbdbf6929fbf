// MSG_CTRUNC: descriptors that do not fit are not received, and those left over are closed.
#include "guest.h"
#include <sys/socket.h>

static int pair[2];

static void send_some(int count)
{
    char control[256] = "", byte = 'x';
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                             .msg_controllen = CMSG_SPACE((size_t)count * sizeof(int))};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    for (int i = 0; i < count; i++)
        ((int *)CMSG_DATA(header))[i] = 1;
    if (sendmsg(pair[0], &message, 0) != 1)
        printf("sendmsg: %s\n", error_name(errno));
}

static void receive(const char *what, size_t room, int flags)
{
    char control[256] = "", byte;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room ? control : NULL, .msg_controllen = room};
    long got = recvmsg(pair[1], &message, flags);
    int count = 0;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header != NULL)
        count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    printf("%s: %ld byte, %d descriptors, %s\n", what, got, count, message.msg_flags & MSG_CTRUNC ? "truncated" : "whole");
    for (int i = 0; i < count; i++) {
        int fd = ((int *)CMSG_DATA(header))[i];
        if (i == 0)
            printf("  close-on-exec %d\n", fcntl(fd, F_GETFD));
        close(fd);
    }
}

int main(void)
{
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    send_some(3);
    receive("room for three", CMSG_SPACE(3 * sizeof(int)), 0);
    send_some(3);
    receive("room for one", CMSG_LEN(sizeof(int)), 0);
    send_some(3);
    receive("no room", 0, 0);
    send_some(3);
    receive("room for a header only", CMSG_LEN(0), 0);
    send_some(3);
    receive("less than a header", sizeof(struct cmsghdr) - 1, 0);
    send_some(1);
    receive("close-on-exec", CMSG_SPACE(sizeof(int)), MSG_CMSG_CLOEXEC);
    send_some(1);
    receive("peek", CMSG_SPACE(sizeof(int)), MSG_PEEK);
    receive("and take", CMSG_SPACE(sizeof(int)), 0);
    show("nothing leaked", dup(0));
    return 0;
}
