// /proc/PID/ns: the same link for the same namespace, another after unshare, and setns back.
#include "guest.h"
#include <sys/ioctl.h>

static const char *const names[] = {"ipc", "mnt", "net", "pid", "pid_for_children", "user", "uts"};

static void link_of(pid_t pid, const char *name, char *text)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, name);
    ssize_t n = readlink(path, text, 99);
    text[n < 0 ? 0 : n] = 0;
}

static void compare(const char *what, pid_t a, pid_t b)
{
    printf("%s:", what);
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        char first[100], second[100];
        link_of(a, names[i], first);
        link_of(b, names[i], second);
        if (strcmp(first, second) != 0)
            printf(" %s", names[i]);
    }
    printf("\n");
}

int main(void)
{
    char text[100];
    link_of(getpid(), "uts", text);
    show_bool("form", strncmp(text, "uts:[", 5) == 0 && text[strlen(text) - 1] == ']');
    struct stat now;
    stat("/proc/self/ns/uts", &now);
    show_bool("number", (unsigned long)now.st_ino == strtoul(text + 5, NULL, 10));
    show_bool("plain file", S_ISREG(now.st_mode));
    link_of(getpid(), "pid_for_children", text);
    show_bool("pid's", strncmp(text, "pid:[", 5) == 0);
    pid_t self = getpid();
    int ready[2], done[2];
    pipe(ready);
    pipe(done);
    pid_t pid = fork();
    char c;
    if (pid == 0) {
        compare("after fork", self, getpid());
        int host = open("/proc/self/ns/uts", O_RDONLY);
        show("unshare", unshare(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET));
        compare("after unshare", self, getpid());
        show("unshare pid", unshare(CLONE_NEWPID));
        link_of(getpid(), "pid_for_children", text);
        printf("for children before the first: %s\n", text);
        show("back", setns(host, CLONE_NEWUTS));
        compare("after setns", self, getpid());
        show("unshare mounts", unshare(CLONE_NEWNS));
        compare("after mounts", self, getpid());
        sethostname("other", 5);
        write(ready[1], "x", 1);
        read(done[0], &c, 1);
        _exit(0);
    }
    read(ready[0], &c, 1);
    pid_t other = fork();
    if (other == 0) {
        char path[64];
        for (unsigned i = 0; i < 3; i++) {
            snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, names[i]);
            int fd = open(path, O_RDONLY);
            show(names[i], setns(fd, 0));
            close(fd);
        }
        compare("joined", pid, getpid());
        int fd = open("/proc/self/ns/mnt", O_RDONLY);
        printf("type %x\n", ioctl(fd, 0xb703));
        show("parent of mounts", ioctl(fd, 0xb702));
        fd = open("/proc/self/ns/pid", O_RDONLY);
        show("parent of the first pids", ioctl(fd, 0xb702) >= 0 ? 0 : -1);
        show("something else", ioctl(fd, 0x1234));
        setuid(1000);
        show("without rights", setns(fd, 0));
        _exit(0);
    }
    show_end("other", other);
    write(done[1], "x", 1);
    show_end("child", pid);
    return 0;
}
