// A new network namespace has a loopback interface that is down and has no address; whoever is its root may change that.
#include "guest.h"
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

static struct sockaddr_in v4(const char *address, int port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, address, &name.sin_addr);
    return name;
}

static void try_v4(const char *what, const char *address)
{
    struct sockaddr_in name = v4(address, 0);
    printf("%s %s\n", what, address);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    show(" bind", bind(s, (struct sockaddr *)&name, sizeof name));
    close(s);
    name = v4(address, 9);
    s = socket(AF_INET, SOCK_STREAM, 0);
    show(" connect", connect(s, (struct sockaddr *)&name, sizeof name));
    close(s);
    s = socket(AF_INET, SOCK_DGRAM, 0);
    show(" connect a datagram socket", connect(s, (struct sockaddr *)&name, sizeof name));
    close(s);
    s = socket(AF_INET, SOCK_DGRAM, 0);
    show(" send to", sendto(s, "x", 1, 0, (struct sockaddr *)&name, sizeof name));
    close(s);
}

static void try_v6(void)
{
    struct sockaddr_in6 name = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int s = socket(AF_INET6, SOCK_STREAM, 0);
    show("bind ::1", bind(s, (struct sockaddr *)&name, sizeof name));
    close(s);
    name.sin6_port = htons(9);
    s = socket(AF_INET6, SOCK_STREAM, 0);
    show("connect ::1", connect(s, (struct sockaddr *)&name, sizeof name));
    close(s);
}

static void show_interfaces(void)
{
    struct ifaddrs *all;
    char text[64];
    getifaddrs(&all);
    for (struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
        int family = i->ifa_addr == NULL ? 0 : i->ifa_addr->sa_family;
        printf("%s flags %#x family %d", i->ifa_name, i->ifa_flags, family);
        if (family == AF_INET)
            printf(" %s", inet_ntop(family, &((struct sockaddr_in *)i->ifa_addr)->sin_addr, text, sizeof text));
        if (family == AF_INET6)
            printf(" %s", inet_ntop(family, &((struct sockaddr_in6 *)i->ifa_addr)->sin6_addr, text, sizeof text));
        printf("\n");
    }
    freeifaddrs(all);
}

static void set_flags(const char *what, int set, int clear)
{
    struct ifreq request = {0};
    strcpy(request.ifr_name, "lo");
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    ioctl(s, SIOCGIFFLAGS, &request);
    request.ifr_flags = (short)((request.ifr_flags | set) & ~clear);
    show(what, ioctl(s, SIOCSIFFLAGS, &request));
    close(s);
}

// One rtnetlink request that asks to be acknowledged; shows the answer.
static void ask(const char *what, int type, int flags, const void *body, size_t size, const void *address, size_t length)
{
    struct {
        struct nlmsghdr header;
        char body[128];
    } request = {.header = {.nlmsg_type = (uint16_t)type, .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags)}};
    memcpy(request.body, body, size);
    size_t used = size;
    for (int kind = IFA_ADDRESS; length > 0 && kind <= IFA_LOCAL; kind++) {
        struct rtattr attribute = {.rta_len = (uint16_t)RTA_LENGTH(length), .rta_type = (uint16_t)kind};
        memcpy(request.body + used, &attribute, sizeof attribute);
        memcpy(request.body + used + RTA_LENGTH(0), address, length);
        used += RTA_SPACE(length);
    }
    request.header.nlmsg_len = (uint32_t)(NLMSG_HDRLEN + used);
    int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    send(s, &request, request.header.nlmsg_len, 0);
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
        char rest[512];
    } answer;
    recv(s, &answer, sizeof answer, 0);
    printf("%s: %s\n", what, answer.header.nlmsg_type == NLMSG_ERROR ? error_name(-answer.error.error) : "?");
    close(s);
}

static void address_request(const char *what, int type, int flags, const char *text, int prefix)
{
    struct ifaddrmsg body = {.ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix, .ifa_flags = IFA_F_PERMANENT,
                             .ifa_scope = RT_SCOPE_HOST, .ifa_index = 1};
    struct in_addr address;
    inet_pton(AF_INET, text, &address);
    ask(what, type, flags, &body, sizeof body, &address, sizeof address);
}

static void link_request(const char *what, int index, unsigned flags)
{
    struct ifinfomsg body = {.ifi_family = AF_UNSPEC, .ifi_index = index, .ifi_flags = flags, .ifi_change = IFF_UP};
    ask(what, RTM_NEWLINK, 0, &body, sizeof body, NULL, 0);
}

static void serve(void)
{
    struct sockaddr_in name = v4("127.0.0.1", 0);
    socklen_t size = sizeof name;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&name, sizeof name);
    listen(listener, 1);
    getsockname(listener, (struct sockaddr *)&name, &size);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    show("connect to a server", connect(client, (struct sockaddr *)&name, sizeof name));
    close(client);
    close(listener);
}

int main(void)
{
    show("unshare", unshare(CLONE_NEWNET));
    show_interfaces();
    try_v4("new:", "127.0.0.1");
    try_v6();

    address_request("add 127.0.0.1", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "127.0.0.1", 8);
    address_request("again", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "127.0.0.1", 8);
    show_interfaces();
    link_request("up", 1, IFF_UP);
    link_request("no such interface", 77, IFF_UP);
    show_interfaces();
    try_v4("up:", "127.0.0.1");
    try_v4("up:", "127.1.2.3");
    try_v4("up:", "0.0.0.0");
    try_v4("up:", "10.1.2.3");
    try_v6();
    serve();

    set_flags("down by ioctl", 0, IFF_UP);
    show_interfaces();
    try_v6();
    address_request("remove 127.0.0.1", RTM_DELADDR, 0, "127.0.0.1", 8);
    address_request("again", RTM_DELADDR, 0, "127.0.0.1", 8);
    show_interfaces();
    set_flags("up by ioctl", IFF_UP, 0);
    show_interfaces();
    address_request("add 10.1.2.3", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "10.1.2.3", 24);
    try_v4("another address:", "10.1.2.3");
    address_request("remove 10.1.2.3", RTM_DELADDR, 0, "10.1.2.3", 24);
    try_v4("gone:", "10.1.2.3");

    show("setuid", setuid(1000));
    set_flags("down as somebody", 0, IFF_UP);
    address_request("add as somebody", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, "10.1.2.3", 24);
    link_request("down as somebody", 1, 0);
    return 0;
}
