// What /proc/net/snmp and sockstat count of our own connections and datagrams, and questions about sockets by protocol.
#include "guest.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

// The number in the column of that name, in the line of that prefix.
static long count(const char *prefix, const char *column)
{
    FILE *in = fopen("/proc/net/snmp", "r");
    static char names[4096], numbers[4096];
    while (in && fgets(names, sizeof names, in) && fgets(numbers, sizeof numbers, in)) {
        if (strncmp(names, prefix, strlen(prefix)))
            continue;
        char *at, *to, *name = strtok_r(names, " \n", &at), *number = strtok_r(numbers, " \n", &to);
        while (name && strcmp(name, column)) {
            name = strtok_r(NULL, " \n", &at);
            number = strtok_r(NULL, " \n", &to);
        }
        fclose(in);
        return number ? atol(number) : -1;
    }
    return -1;
}

static const char *columns[][2] = {{"Tcp:", "ActiveOpens"},  {"Tcp:", "PassiveOpens"}, {"Tcp:", "AttemptFails"},
                                   {"Tcp:", "EstabResets"},  {"Tcp:", "CurrEstab"},    {"Udp:", "InDatagrams"},
                                   {"Udp:", "OutDatagrams"}, {"Udp:", "NoPorts"},      {"Udp:", "RcvbufErrors"}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
static long before[COLUMNS];

static void told(const char *what)
{
    printf("%s:", what);
    for (int i = 0; i < COLUMNS; i++) {
        long now = count(columns[i][0], columns[i][1]);
        if (now != before[i])
            printf(" %s %+ld", columns[i][1], now - before[i]);
        before[i] = now;
    }
    printf("\n");
}

static int bound(int type, struct sockaddr_in *to)
{
    int fd = socket(AF_INET, type, 0);
    socklen_t length = sizeof *to;
    *to = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    bind(fd, (void *)to, sizeof *to);
    getsockname(fd, (void *)to, &length);
    return fd;
}

static void streams(void)
{
    struct sockaddr_in to;
    int listener = bound(SOCK_STREAM, &to), client = socket(AF_INET, SOCK_STREAM, 0);
    show("refused", connect(client, (void *)&to, sizeof to));
    told("refused");
    listen(listener, 5);
    show("connect", connect(client, (void *)&to, sizeof to));
    int server = accept(listener, NULL, NULL);
    told("connected");
    show("write", write(client, "x", 1));
    close(server);
    usleep(50000);
    told("closed with bytes unread");
    close(client);
    close(listener);
    told("closed");
}

static void datagrams(void)
{
    struct sockaddr_in to, nowhere;
    int a = bound(SOCK_DGRAM, &to), b = socket(AF_INET, SOCK_DGRAM, 0), gone = bound(SOCK_DGRAM, &nowhere);
    close(gone);
    char byte[8];
    sendto(b, "x", 1, 0, (void *)&to, sizeof to);
    told("sent");
    recv(a, byte, sizeof byte, MSG_PEEK);
    told("looked at");
    recv(a, byte, sizeof byte, 0);
    told("received");
    sendto(b, "x", 1, 0, (void *)&nowhere, sizeof nowhere);
    told("nobody there");
    close(a);
    close(b);
}

// How many sockets a dump of a protocol tells of.
static void dump(const char *what, int byte, int number)
{
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 body;
        struct nlattr attribute;
        unsigned protocol;
    } request = {{sizeof request, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 1, 0},
                 {AF_INET, byte, 1 << (INET_DIAG_SKMEMINFO - 1), 0, 1 << 10, {0}},
                 {8, INET_DIAG_REQ_PROTOCOL},
                 number};
    if (number < 0)
        request.header.nlmsg_len -= 8;
    int line = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG), found = 0, words = 0;
    send(line, &request, request.header.nlmsg_len, 0);
    static char answer[65536];
    int length = recv(line, answer, sizeof answer, 0);
    for (struct nlmsghdr *m = (void *)answer; NLMSG_OK(m, length); m = NLMSG_NEXT(m, length)) {
        if (m->nlmsg_type == SOCK_DIAG_BY_FAMILY)
            found++;
        struct inet_diag_msg *told = NLMSG_DATA(m);
        int rest = m->nlmsg_len - NLMSG_LENGTH(sizeof *told);
        for (struct rtattr *a = (void *)(told + 1); m->nlmsg_type == SOCK_DIAG_BY_FAMILY && RTA_OK(a, rest);
             a = RTA_NEXT(a, rest))
            if (a->rta_type == INET_DIAG_SKMEMINFO)
                words = RTA_PAYLOAD(a) / 4;
        if (m->nlmsg_type == NLMSG_ERROR)
            printf("error %d ", ((struct nlmsgerr *)NLMSG_DATA(m))->error);
    }
    printf("%s: %s, %s of memory\n", what, found ? "some" : "none", words >= 9 ? "words" : "nothing");
    close(line);
}

int main(void)
{
    // Where nobody else connects or sends.
    show("unshare", unshare(CLONE_NEWNET));
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    show("up", ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &loopback));
    for (int i = 0; i < COLUMNS; i++)
        before[i] = count(columns[i][0], columns[i][1]);
    show_bool("all there", before[0] >= 0 && before[COLUMNS - 1] >= 0);
    streams();
    datagrams();
    struct sockaddr_in to;
    int listener = bound(SOCK_STREAM, &to);
    listen(listener, 5);
    dump("tcp", IPPROTO_TCP, -1);
    dump("tcp by attribute", IPPROTO_UDP, IPPROTO_TCP);
    dump("another", IPPROTO_TCP, 250);
    return 0;
}
