// A cgroup namespace: the own group becomes the root of what is seen.
#include "guest.h"

static void tell(const char *what)
{
    char text[4096], link[64] = "";
    char *line = strstr(read_file("/proc/self/cgroup", text, sizeof text), "0::");
    readlink("/proc/self/ns/cgroup", link, sizeof link - 1);
    printf("%s: root %s, link begins with %.7s\n", what, line != NULL && strncmp(line, "0::/\n", 5) == 0 ? "yes" : "no", link);
}

int main(void)
{
    struct stat before, after;
    stat("/proc/self/ns/cgroup", &before);
    pid_t pid = fork();
    if (pid == 0) {
        show("unshare", unshare(CLONE_NEWCGROUP));
        stat("/proc/self/ns/cgroup", &after);
        show_bool("another one", before.st_ino != after.st_ino);
        tell("inside");
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/ns/cgroup", getppid());
        int fd = open(path, O_RDONLY);
        show("back", setns(fd, CLONE_NEWCGROUP));
        show("of another kind", setns(fd, CLONE_NEWUTS));
        stat("/proc/self/ns/cgroup", &after);
        show_bool("the first again", before.st_ino == after.st_ino);
        setgid(1000);
        setuid(1000);
        show("without privileges", unshare(CLONE_NEWCGROUP));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
