// A virtual cable between two network namespaces: made, one end moved, both ends given addresses, a connection
// through it, and unplugged.
#include "guest.h"
#include <arpa/inet.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

struct request {
    struct nlmsghdr head;
    struct ifinfomsg link;
    char attributes[256];
};

static void add(struct request *request, int type, const void *value, int size) {
    struct rtattr *attribute = (void *)((char *)request + NLMSG_ALIGN(request->head.nlmsg_len));
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(size);
    memcpy(RTA_DATA(attribute), value, size);
    request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) + RTA_SPACE(size);
}

static void *begin(struct request *request, int type) {
    void *start = (char *)request + NLMSG_ALIGN(request->head.nlmsg_len);
    add(request, type, "", 0);
    return start;
}

static void end(struct request *request, void *start) {
    ((struct rtattr *)start)->rta_len = (char *)request + request->head.nlmsg_len - (char *)start;
}

static struct request make(int type, int flags, int index) {
    struct request request = {.head = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
                                  .nlmsg_type = type,
                                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags},
        .link = {.ifi_index = index}};
    return request;
}

// The error number that the kernel answers with.
static int ask(struct request *request) {
    int netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    char answer[4096];
    send(netlink, request, request->head.nlmsg_len, 0);
    recv(netlink, answer, sizeof answer, 0);
    close(netlink);
    return -((struct nlmsgerr *)NLMSG_DATA((struct nlmsghdr *)answer))->error;
}

static int plug(const char *here, const char *there) {
    struct request request = make(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
    add(&request, IFLA_IFNAME, here, strlen(here) + 1);
    void *info = begin(&request, IFLA_LINKINFO);
    add(&request, IFLA_INFO_KIND, "veth", 4);
    void *data = begin(&request, IFLA_INFO_DATA);
    void *peer = begin(&request, VETH_INFO_PEER);
    struct ifinfomsg none = {0};
    memcpy((char *)&request + request.head.nlmsg_len, &none, sizeof none);
    request.head.nlmsg_len += sizeof none;
    add(&request, IFLA_IFNAME, there, strlen(there) + 1);
    end(&request, peer);
    end(&request, data);
    end(&request, info);
    return ask(&request);
}

static int configure(const char *name, const char *address) {
    int control = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq request = {0};
    struct sockaddr_in *in = (void *)&request.ifr_addr;
    strcpy(request.ifr_name, name);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = inet_addr(address);
    int result = ioctl(control, SIOCSIFADDR, &request);
    in->sin_addr.s_addr = inet_addr("255.255.255.0");
    result |= ioctl(control, SIOCSIFNETMASK, &request);
    request.ifr_flags = IFF_UP;
    result |= ioctl(control, SIOCSIFFLAGS, &request);
    close(control);
    return result;
}

static struct sockaddr_in at(const char *address) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(7000), .sin_addr.s_addr = inet_addr(address)};
    return in;
}

static int serve(int ready, int go) {
    char byte = 1;
    unshare(CLONE_NEWNET);
    write(ready, &byte, 1);
    read(go, &byte, 1);
    printf("there: moved %d\n", if_nametoindex("there") != 0);
    printf("there: configured %d\n", configure("there", "10.9.0.2"));
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in own = at("10.9.0.2");
    bind(listener, (void *)&own, sizeof own);
    listen(listener, 1);
    fflush(stdout);
    write(ready, &byte, 1);
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    int connection = accept(listener, (void *)&peer, &length);
    char text[16] = {0};
    read(connection, text, sizeof text - 1);
    printf("there: %s from %s\n", text, inet_ntoa(peer.sin_addr));
    fflush(stdout);
    write(connection, "pong", 4);
    close(connection);
    read(go, &byte, 1);
    printf("there: unplugged %d\n", if_nametoindex("there") == 0);
    return 0;
}

int main(void) {
    int ready[2], go[2];
    char byte = 1;
    if (unshare(CLONE_NEWNET) != 0) {
        printf("unshare: %s\n", strerror(errno));
        return 1;
    }
    pipe(ready);
    pipe(go);
    printf("plug: %d\n", plug("here", "there"));
    printf("again: %d\n", plug("here", "other"));
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        return serve(ready[1], go[0]);
    }
    read(ready[0], &byte, 1);
    struct request move = make(RTM_NEWLINK, 0, if_nametoindex("there"));
    add(&move, IFLA_NET_NS_PID, &child, sizeof child);
    printf("move: %d\n", ask(&move));
    printf("left here: %d\n", if_nametoindex("there") != 0);
    printf("here: configured %d\n", configure("here", "10.9.0.1"));
    fflush(stdout);
    write(go[1], &byte, 1);
    read(ready[0], &byte, 1);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in other = at("10.9.0.2");
    int result = connect(connection, (void *)&other, sizeof other);
    char text[16] = {0};
    write(connection, "ping", 4);
    read(connection, text, sizeof text - 1);
    printf("here: connect %d, %s\n", result, text);
    fflush(stdout);
    struct request unplug = make(RTM_DELLINK, 0, if_nametoindex("here"));
    int unplugged = ask(&unplug);
    write(go[1], &byte, 1);
    waitpid(child, NULL, 0);
    printf("unplug: %d, left here: %d\n", unplugged, if_nametoindex("here") != 0);
    return 0;
}
