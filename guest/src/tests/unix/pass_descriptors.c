// SCM_RIGHTS: descriptors travel with a message, alive even when the sender closes them.
#include "guest.h"
#include <sys/socket.h>

static long send_fds(int socket, const char *text, const int *fds, int count)
{
    union {
        char buffer[CMSG_SPACE(8 * sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    struct iovec vector = {(char *)text, strlen(text)};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.buffer,
                             .msg_controllen = CMSG_SPACE((size_t)count * sizeof(int))};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
    memcpy(CMSG_DATA(header), fds, (size_t)count * sizeof(int));
    return sendmsg(socket, &message, 0);
}

static int receive_fds(int socket, int *fds, size_t room, int flags)
{
    char text[64] = "", control[256];
    struct iovec vector = {text, sizeof text};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = control,
                             .msg_controllen = room};
    ssize_t got = recvmsg(socket, &message, flags);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    int count = header == NULL ? 0 : (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    if (count > 0)
        memcpy(fds, CMSG_DATA(header), (size_t)count * sizeof(int));
    printf("got %zd %s, %d descriptors, truncated %d\n", got, text, count,
           !!(message.msg_flags & MSG_CTRUNC));
    return count;
}

int main(void)
{
    int pair[2], pipes[2], fds[8];
    char text[16] = "";
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    pipe(pipes);
    show("send two", send_fds(pair[0], "two", pipes, 2));
    close(pipes[0]);
    close(pipes[1]);
    receive_fds(pair[1], fds, 256, MSG_CMSG_CLOEXEC);
    write(fds[1], "alive", 5);
    show("use them", read(fds[0], text, 10));
    show("close on exec", fcntl(fds[0], F_GETFD));
    send_fds(pair[0], "cut", fds, 2);
    receive_fds(pair[1], fds + 2, CMSG_LEN(sizeof(int)), 0);
    send_fds(pair[0], "none", fds, 1);
    show("plain read drops them", read(pair[1], text, 15));
    int bad = 99;
    show("bad descriptor", send_fds(pair[0], "bad", &bad, 1));
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open("/proc/self/stat", O_RDONLY);
        write_file("made", "by the child", 0600);
        fd = open("made", O_RDONLY);
        unlink("made");
        send_fds(pair[0], "file", &fd, 1);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    receive_fds(pair[1], fds, 256, 0);
    memset(text, 0, sizeof text);
    read(fds[0], text, 15);
    printf("%s\n", text);
    return 0;
}
