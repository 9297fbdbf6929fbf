// SO_PEERCRED, SO_PASSCRED and SCM_CREDENTIALS: who is at the other end.
#include "guest.h"
#include <sys/socket.h>

static void receive(int socket)
{
    char text[16], control[256];
    struct iovec vector = {text, sizeof text};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                             .msg_controllen = sizeof control};
    recvmsg(socket, &message, 0);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_type != SCM_CREDENTIALS) {
        printf("no credentials\n");
        return;
    }
    struct ucred *sender = (struct ucred *)CMSG_DATA(header);
    printf("from me %d uid %d gid %d\n", sender->pid == getpid(), sender->uid, sender->gid);
}

static long send_as(int socket, struct ucred sender)
{
    union {
        char buffer[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr align;
    } control = {{0}};
    struct iovec vector = {"x", 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.buffer,
                             .msg_controllen = sizeof control.buffer};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_CREDENTIALS;
    header->cmsg_len = CMSG_LEN(sizeof sender);
    memcpy(CMSG_DATA(header), &sender, sizeof sender);
    return sendmsg(socket, &message, 0);
}

int main(void)
{
    int pair[2], on = 1;
    struct ucred peer;
    socklen_t size = sizeof peer;
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    show("SO_PEERCRED", getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &peer, &size));
    printf("me %d uid %d gid %d\n", peer.pid == getpid(), peer.uid, peer.gid);
    write(pair[0], "x", 1);
    receive(pair[1]);
    show("SO_PASSCRED", setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on));
    write(pair[0], "x", 1);
    receive(pair[1]);
    show("as another user", send_as(pair[0], (struct ucred){getpid(), 123, 456}));
    receive(pair[1]);
    pid_t pid = fork();
    if (pid == 0) {
        setresgid(77, 77, 77);
        setresuid(77, 77, 77);
        show("as root", send_as(pair[0], (struct ucred){getpid(), 0, 0}));
        show("as oneself", send_as(pair[0], (struct ucred){getpid(), 77, 77}));
        _exit(0);
    }
    show_end("child", pid);
    receive(pair[1]);
    return 0;
}
