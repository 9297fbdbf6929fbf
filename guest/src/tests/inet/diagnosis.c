// What sock_diag(7) and /proc/net tell of sockets of our own.
#include "guest.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

static int line;
static char answer[65536];

static unsigned inode(int fd)
{
    struct stat st;
    fstat(fd, &st);
    return st.st_ino;
}

static void ask(const void *body, int length, int flags)
{
    struct {
        struct nlmsghdr header;
        char body[64];
    } request = {{NLMSG_HDRLEN + length, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | flags, 7, 0}, ""};
    memcpy(request.body, body, length);
    if (send(line, &request, request.header.nlmsg_len, 0) < 0)
        show("send", -1);
}

static void show_inet(const struct inet_diag_msg *m, int length)
{
    printf("family %d state %d shut", m->idiag_family, m->idiag_state);
    int rest = length - sizeof *m, only = -1;
    for (struct rtattr *a = (void *)(m + 1); RTA_OK(a, rest); a = RTA_NEXT(a, rest)) {
        if (a->rta_type == INET_DIAG_SHUTDOWN)
            printf(" %d", *(unsigned char *)RTA_DATA(a));
        if (a->rta_type == INET_DIAG_SKV6ONLY)
            only = *(unsigned char *)RTA_DATA(a);
        if (a->rta_type == INET_DIAG_INFO)
            printf(" info %d", *(unsigned char *)RTA_DATA(a));
    }
    printf(" only %d queues %u %u peer %d uid %u\n", only, m->idiag_rqueue, m->idiag_wqueue,
           m->id.idiag_dport != 0, m->idiag_uid);
}

static void show_unix(const struct unix_diag_msg *m, int length, const int *fds, int count)
{
    printf("type %d state %d", m->udiag_type, m->udiag_state);
    int rest = length - sizeof *m;
    for (struct rtattr *a = (void *)(m + 1); RTA_OK(a, rest); a = RTA_NEXT(a, rest)) {
        unsigned *words = RTA_DATA(a);
        char *text = RTA_DATA(a);
        if (a->rta_type == UNIX_DIAG_NAME)
            printf(" name %d+%s", text[0] == 0, text + (text[0] == 0));
        if (a->rta_type == UNIX_DIAG_RQLEN)
            printf(" queues %u %u", words[0], words[1]);
        if (a->rta_type == UNIX_DIAG_SHUTDOWN)
            printf(" shut %d", text[0]);
        for (int i = 0; a->rta_type == UNIX_DIAG_PEER && i < count; i++)
            if (inode(fds[i]) == words[0])
                printf(" peer %d", i);
    }
    printf("\n");
}

// Shows what a dump tells of each of the given sockets, in their order.
static void show_all(int family, const int *fds, int count)
{
    int total = 0, got;
    for (bool done = false; !done; total += got) {
        got = recv(line, answer + total, sizeof answer - total, 0);
        if (got <= 0)
            return (void)show("recv", -1);
        struct nlmsghdr *h = (void *)(answer + total);
        for (int rest = got; NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest))
            done |= h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR;
    }
    for (int i = 0; i < count; i++) {
        struct nlmsghdr *h = (void *)answer;
        bool found = false;
        for (int rest = total; NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
            if (h->nlmsg_type == NLMSG_ERROR && i == 0)
                printf("error %s\n", error_name(-*(int *)NLMSG_DATA(h)));
            if (h->nlmsg_type != SOCK_DIAG_BY_FAMILY)
                continue;
            struct inet_diag_msg *in = NLMSG_DATA(h);
            struct unix_diag_msg *un = NLMSG_DATA(h);
            unsigned number = family == AF_UNIX ? un->udiag_ino : in->idiag_inode;
            if (number != inode(fds[i]))
                continue;
            found = true;
            printf("%d: ", i);
            if (family == AF_UNIX)
                show_unix(un, NLMSG_PAYLOAD(h, 0), fds, count);
            else
                show_inet(in, NLMSG_PAYLOAD(h, 0));
        }
        if (!found)
            printf("%d: not told of\n", i);
    }
}

static void dump_inet(const char *what, int family, int protocol, int states, const int *fds,
                      int count)
{
    printf("%s\n", what);
    struct inet_diag_req_v2 r = {.sdiag_family = family, .sdiag_protocol = protocol};
    r.idiag_states = states;
    r.idiag_ext = 1 << (INET_DIAG_INFO - 1);
    ask(&r, sizeof r, NLM_F_DUMP);
    show_all(family, fds, count);
}

static void inet_sockets(void)
{
    struct sockaddr_in at = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}, ""};
    struct sockaddr_in6 at6 = {.sin6_family = AF_INET6};
    socklen_t length = sizeof at, length6 = sizeof at6;
    int fds[5];
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    bind(fds[0], (void *)&at, sizeof at);
    listen(fds[0], 5);
    getsockname(fds[0], (void *)&at, &length);
    fds[1] = socket(AF_INET, SOCK_STREAM, 0);
    connect(fds[1], (void *)&at, sizeof at);
    fds[2] = socket(AF_INET, SOCK_STREAM, 0);
    dump_inet("tcp", AF_INET, IPPROTO_TCP, -1, fds, 3);
    int accepted = accept(fds[0], NULL, NULL);
    shutdown(accepted, SHUT_WR);
    send(fds[1], "abc", 3, 0);
    fds[2] = accepted;
    char byte;
    show("end", recv(fds[1], &byte, 1, 0));
    int peek = recv(accepted, &byte, 1, MSG_PEEK);
    show("byte", peek);
    printf("listening only\n");
    dump_inet("tcp", AF_INET, IPPROTO_TCP, 1 << 10, fds, 3);

    fds[3] = socket(AF_INET6, SOCK_STREAM, 0);
    bind(fds[3], (void *)&at6, sizeof at6);
    listen(fds[3], 1);
    dump_inet("tcp6", AF_INET6, IPPROTO_TCP, -1, fds + 3, 1);

    at.sin_port = 0;
    fds[0] = socket(AF_INET, SOCK_DGRAM, 0);
    bind(fds[0], (void *)&at, sizeof at);
    getsockname(fds[0], (void *)&at, &length);
    fds[1] = socket(AF_INET, SOCK_DGRAM, 0);
    connect(fds[1], (void *)&at, sizeof at);
    dump_inet("udp", AF_INET, IPPROTO_UDP, -1, fds, 2);
    getsockname(fds[3], (void *)&at6, &length6);
}

static void unix_sockets(void)
{
    struct sockaddr_un at = {AF_UNIX, "diag.sock"}, hidden = {AF_UNIX, "\0murre-diag"};
    int fds[6];
    fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
    bind(fds[0], (void *)&at, sizeof at);
    listen(fds[0], 4);
    fds[1] = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(fds[1], (void *)&at, sizeof at);
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds + 2);
    shutdown(fds[3], SHUT_WR);
    fds[4] = socket(AF_UNIX, SOCK_DGRAM, 0);
    bind(fds[4], (void *)&hidden, sizeof(sa_family_t) + 11);
    fds[5] = socket(AF_UNIX, SOCK_STREAM, 0);
    struct unix_diag_req r = {.sdiag_family = AF_UNIX, .udiag_states = -1};
    r.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN;
    printf("unix\n");
    ask(&r, sizeof r, NLM_F_DUMP);
    show_all(AF_UNIX, fds, 6);
    r.udiag_ino = inode(fds[4]);
    r.udiag_cookie[0] = r.udiag_cookie[1] = -1;
    ask(&r, sizeof r, 0);
    int got = recv(line, answer, sizeof answer, 0);
    struct nlmsghdr *h = (void *)answer;
    show("one", h->nlmsg_type);
    show_bool("whole", got == (int)NLMSG_ALIGN(h->nlmsg_len));
    printf("the client ends before it is accepted\n");
    close(fds[1]);
    socklen_t length = sizeof at;
    int accepted = accept(fds[0], (void *)&at, &length);
    show_bool("accepted", accepted >= 0);
    show("length", length);
    unlink("diag.sock");
}

static void refusals(void)
{
    struct unix_diag_req r = {.sdiag_family = AF_UNIX};
    const int none = 0;
    printf("too short\n");
    ask(&r, 8, NLM_F_DUMP);
    show_all(AF_UNIX, &none, 1);
    printf("no such family\n");
    r.sdiag_family = 200;
    ask(&r, sizeof r, NLM_F_DUMP);
    show_all(AF_UNIX, &none, 1);
    printf("no such socket\n");
    r.sdiag_family = AF_UNIX;
    r.udiag_ino = 1;
    ask(&r, sizeof r, 0);
    show_all(AF_UNIX, &none, 1);
}

// The row of a socket in a table of /proc/net: state and queues.
static void proc_row(const char *table, int fd, const char *what)
{
    char text[512], wanted[32];
    FILE *in = fopen(table, "r");
    sprintf(wanted, " %u ", inode(fd));
    while (fgets(text, sizeof text, in) != NULL) {
        if (strstr(text, wanted) == NULL)
            continue;
        char *colon = strchr(strchr(strchr(text, ':') + 1, ':') + 1, ':');
        printf("%s: %.20s\n", what, colon + 6);
    }
    fclose(in);
}

static void tables(void)
{
    struct sockaddr_in at = {AF_INET, 0, {htonl(INADDR_LOOPBACK)}, ""};
    socklen_t length = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (void *)&at, sizeof at);
    listen(listener, 5);
    proc_row("/proc/net/tcp", listener, "listens");
    getsockname(listener, (void *)&at, &length);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&at, sizeof at);
    proc_row("/proc/net/tcp", listener, "has a connection");
    int datagrams = socket(AF_INET, SOCK_DGRAM, 0);
    connect(datagrams, (void *)&at, sizeof at);
    proc_row("/proc/net/udp", datagrams, "udp");
}

int main(void)
{
    line = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    show_bool("socket", line >= 0);
    int devices = socket(AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT);
    show_bool("device events", devices >= 0);
    inet_sockets();
    unix_sockets();
    refusals();
    tables();
    return 0;
}
