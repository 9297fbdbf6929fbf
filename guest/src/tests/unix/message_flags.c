// MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, MSG_TRUNC, scatter and gather, recvmmsg.
#include "guest.h"
#include <sys/socket.h>

int main(void)
{
    int pair[2];
    char text[32] = "", more[32] = "";
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    send(pair[0], "peek-a-boo", 10, 0);
    show("peek", recv(pair[1], text, 4, MSG_PEEK));
    show("again", recv(pair[1], text, 4, 0));
    printf("%s\n", text);
    pid_t pid = fork();
    if (pid == 0) {
        for (int i = 0; i < 4; i++) {
            sleep_millis(10);
            send(pair[0], "abc", 3, 0);
        }
        _exit(0);
    }
    show("all", recv(pair[1], text, 18, MSG_WAITALL));
    printf("%.18s\n", text);
    waitpid(pid, NULL, 0);
    struct iovec out[2] = {{"scatter ", 8}, {"gather", 6}}, in[2] = {{text, 3}, {more, 20}};
    struct msghdr send_it = {.msg_iov = out, .msg_iovlen = 2}, take = {.msg_iov = in, .msg_iovlen = 2};
    show("sendmsg", sendmsg(pair[0], &send_it, 0));
    show("recvmsg", recvmsg(pair[1], &take, 0));
    printf("%.3s|%s\n", text, more);
    show("out of band", send(pair[0], "x", 1, 0));
    show("drop", recv(pair[1], text, 1, 0));
    socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
    struct mmsghdr several[3] = {0};
    struct iovec parts[3] = {{"one", 3}, {"three", 5}, {"fourteen bytes", 14}};
    for (int i = 0; i < 3; i++)
        several[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    show("sendmmsg", sendmmsg(pair[0], several, 3, 0));
    char buffers[3][8];
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){buffers[i], 8};
        several[i].msg_len = 0;
    }
    show("recvmmsg", recvmmsg(pair[1], several, 3, 0, NULL));
    for (int i = 0; i < 3; i++)
        printf("%u %s\n", several[i].msg_len,
               several[i].msg_hdr.msg_flags & MSG_TRUNC ? "truncated" : "whole");
    return 0;
}
