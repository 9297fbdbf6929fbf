// UNIX datagrams: bounds kept, senders named, queues that fill.
#include "guest.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void)
{
    struct sockaddr_un one = {AF_UNIX, "one"}, two = {AF_UNIX, "two"}, from;
    socklen_t size = sizeof from;
    char text[16] = "";
    int first = socket(AF_UNIX, SOCK_DGRAM, 0), second = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(first, (void *)&one, sizeof one);
    bind(second, (void *)&two, sizeof two);
    show("send", sendto(first, "hello", 5, 0, (void *)&two, sizeof two));
    show("send", sendto(first, "a", 1, 0, (void *)&two, sizeof two));
    show("send empty", sendto(first, "", 0, 0, (void *)&two, sizeof two));
    show("receive", recvfrom(second, text, 15, 0, (void *)&from, &size));
    printf("%s from %s\n", text, from.sun_path);
    show("receive", recv(second, text, 15, 0));
    show("receive empty", recv(second, text, 15, 0));
    show("nothing", recv(second, text, 15, MSG_DONTWAIT));
    sendto(first, "truncated", 9, 0, (void *)&two, sizeof two);
    show("truncated", recv(second, text, 3, MSG_TRUNC));
    show("not connected", send(first, "x", 1, 0));
    show("connect", connect(first, (void *)&two, sizeof two));
    show("send", send(first, "x", 1, 0));
    show("listen", listen(first, 1));
    show("wrong type", connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&two, sizeof two));
    close(second);
    show("peer closed", send(first, "x", 1, 0));
    unlink("two");
    show("peer gone", sendto(first, "x", 1, 0, (void *)&two, sizeof two));
    return 0;
}
