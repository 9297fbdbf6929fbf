// Ids of senders as receivers in other user and pid namespaces see them: siginfo and SCM_CREDENTIALS.
#include "guest.h"
#include <sys/socket.h>
#include <sys/prctl.h>
#include <sys/un.h>

static int sync_in[2], sync_out[2];

static void put(pid_t pid, const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        printf("%s: %s\n", name, error_name(errno));
    close(fd);
}

static void take(const char *what, pid_t mine, pid_t other)
{
    sigset_t set;
    siginfo_t info;
    sigfillset(&set);
    struct timespec limit = {5, 0};
    int signal = sigtimedwait(&set, &info, &limit);
    printf("%s: %s code %d pid %s uid %d\n", what, signal_name(signal), info.si_code,
           info.si_pid == 0 ? "0" : info.si_pid == mine ? "mine" : info.si_pid == other ? "other's" : "another",
           (int)info.si_uid);
}

static long send_creds(int fd, bool say, pid_t pid, uid_t uid, gid_t gid)
{
    struct ucred creds = {pid, uid, gid};
    char control[CMSG_SPACE(sizeof creds)] = {0};
    struct iovec part = {"x", 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (say) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_CREDENTIALS;
        c->cmsg_len = CMSG_LEN(sizeof creds);
        memcpy(CMSG_DATA(c), &creds, sizeof creds);
    }
    return sendmsg(fd, &message, 0);
}

static void receive_creds(const char *what, int fd, pid_t expected)
{
    struct ucred creds;
    char control[256], byte;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(fd, &message, 0) < 0) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (c == NULL) {
        printf("%s: no credentials\n", what);
        return;
    }
    memcpy(&creds, CMSG_DATA(c), sizeof creds);
    printf("%s: pid %s uid %d gid %d\n", what, creds.pid == 0 ? "0" : creds.pid == expected ? "as expected" : "another",
           (int)creds.uid, (int)creds.gid);
}

static void peer(const char *what, int fd, pid_t expected)
{
    struct ucred creds;
    socklen_t size = sizeof creds;
    getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &creds, &size);
    printf("%s: pid %s uid %d gid %d\n", what, creds.pid == 0 ? "0" : creds.pid == expected ? "as expected" : "another",
           (int)creds.uid, (int)creds.gid);
}

int main(void)
{
    int pair[2], one = 1;
    char c;
    sigset_t set;
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
    pipe(sync_in);
    pipe(sync_out);
    socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
    setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &one, sizeof one);
    setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof one);
    pid_t me = getpid();
    peer("own pair", pair[0], me);
    pid_t middle = fork();
    if (middle == 0) {
        unshare(CLONE_NEWUSER | CLONE_NEWPID);
        write(sync_out[1], "x", 1);
        read(sync_in[0], &c, 1);
        pid_t inner = fork(); // process 1 of the new namespace
        if (inner == 0) {
            setresgid(0, 0, 0);
            setresuid(0, 0, 0);
            printf("inside: pid %d uid %d\n", getpid(), getuid());
            write(sync_out[1], "x", 1);
            take("kill from outside", 1, -1);
            take("queued from outside", 1, -1);
            receive_creds("from outside", pair[1], 0);
            receive_creds("said outside", pair[1], 0);
            peer("peer outside", pair[1], 0);
            show("send", send_creds(pair[1], false, 0, 0, 0));
            show("send", send_creds(pair[1], true, 1, 5, 0));
            show("send", send_creds(pair[1], true, 1, 1005, 0));
            show("send", send_creds(pair[1], true, 77, 0, 0));
            if (fork() == 0)
                _exit(3);
            take("child", 2, -1);
            kill(1, SIGUSR1);
            take("own", 1, -1);
            write(sync_out[1], "x", 1);
            read(sync_in[0], &c, 1);
            _exit(5);
        }
        char text[32];
        snprintf(text, sizeof text, "%d", inner);
        write(sync_out[1], text, strlen(text) + 1);
        take("middle's child", inner, -1);
        _exit(0);
    }
    read(sync_out[0], &c, 1);
    put(middle, "uid_map", "0 1000 10\n");
    put(middle, "gid_map", "0 2000 10\n");
    write(sync_in[1], "x", 1);
    // From the middle the number of the inner process, from the inner one a byte.
    char text[64] = "";
    size_t got = 0;
    int marks = 0, number = 0;
    while (marks < 2) {
        read(sync_out[0], &c, 1);
        if (c == 'x' || c == 0)
            marks++;
        else if (got < sizeof text - 1)
            text[got++] = c;
    }
    number = atoi(text);
    kill(number, SIGUSR1);
    union sigval value = {.sival_int = 4};
    sigqueue(number, SIGRTMIN, value);
    send_creds(pair[0], false, 0, 0, 0);
    send_creds(pair[0], true, me, 1003, 2003);
    read(sync_out[0], &c, 1);
    receive_creds("from inside", pair[0], number);
    receive_creds("said inside", pair[0], number);
    write(sync_in[1], "x", 1);
    take("middle", middle, -1);
    return 0;
}
