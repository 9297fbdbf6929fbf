// seccomp_unotify(2): SECCOMP_IOCTL_NOTIF_ADDFD gives the asking process a descriptor.
#include "descriptors.h"
#include "filters.h"
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static int listener = -1;
static __u64 asked;

// The child says what it has to say when the parent is done.
static char story[500], *said = story;

static int install(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    return filter(SECCOMP_FILTER_FLAG_NEW_LISTENER, SYS_getppid, SECCOMP_RET_USER_NOTIF);
}

static void receive(void)
{
    struct seccomp_notif question;
    memset(&question, 0, sizeof question);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &question) != 0)
        die("receive");
    asked = question.id;
}

static int add(__u64 id, unsigned flags, int source, int target, unsigned target_flags)
{
    struct seccomp_notif_addfd arg = {id, flags, source, target, target_flags};
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &arg);
}

static void answer(long value)
{
    struct seccomp_notif_resp response = {.id = asked, .val = value};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) != 0)
        die("answer");
}

static void content(const char *what, int fd)
{
    char text[20] = "";
    pread(fd, text, sizeof text - 1, 0);
    said += sprintf(said, "%s: %s, close on exec %d\n", what, text, fcntl(fd, F_GETFD));
}

static void child(int socket)
{
    send_descriptor(socket, install());
    content("first", syscall(SYS_getppid));
    content("second", syscall(SYS_getppid));
    syscall(SYS_getppid);
    content("chosen", 70);
    struct rlimit limit = {64, 64};
    setrlimit(RLIMIT_NOFILE, &limit);
    long last = syscall(SYS_getppid);
    char end;
    read(socket, &end, 1);
    printf("%sat last: %ld\n", story, last);
    _exit(0);
}

int main(void)
{
    write_file("data", "passed on", 0644);
    int sockets[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    pid_t pid = fork();
    if (pid == 0)
        child(sockets[1]);
    listener = receive_descriptor(sockets[0]);
    int file = open("data", O_RDONLY);
    receive();
    show("unknown flag", add(asked, 8, file, 0, 0));
    show("unknown descriptor flag", add(asked, 0, file, 0, O_NONBLOCK));
    show("number without SETFD", add(asked, 0, file, 5, 0));
    show("bad source", add(asked, 0, 99, 0, 0));
    show("unknown question", add(asked + 1000, 0, file, 0, 0));
    int fd = add(asked, 0, file, 0, O_CLOEXEC);
    show_bool("added", fd > 2);
    answer(fd);
    receive();
    show_bool("added and answered", add(asked, SECCOMP_ADDFD_FLAG_SEND, file, 0, 0) > 2);
    // The question is gone as soon as the one who asked has noticed.
    show_bool("too late", add(asked, 0, file, 0, 0) == -1 && (errno == ENOENT || errno == EINPROGRESS));
    receive();
    show("chosen", add(asked, SECCOMP_ADDFD_FLAG_SETFD, file, 70, 0));
    show("over it", add(asked, SECCOMP_ADDFD_FLAG_SETFD, file, 70, O_CLOEXEC));
    answer(1);
    receive();
    show("beyond the limit", add(asked, SECCOMP_ADDFD_FLAG_SETFD, file, 64, 0));
    show("beyond the limit, answering", add(asked, SECCOMP_ADDFD_FLAG_SETFD | SECCOMP_ADDFD_FLAG_SEND, file, 64, 0));
    answer(17);
    write(sockets[0], "e", 1);
    show_end("child", pid);
    return 0;
}
