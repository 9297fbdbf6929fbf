// What another user may see in /proc/PID.
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    static const char *names[] = {"maps", "stat", "status", "auxv", "environ", "cmdline", "comm", "mem", "io", "limits",
                                  "smaps", "statm", "stack", "syscall", "personality", "mountinfo", "fd", "task", "cgroup"};
    static const char *links[] = {"exe", "cwd", "root", "ns/pid"};
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        setgid(1000);
        setuid(1000);
        char path[64], text[256];
        for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
            snprintf(path, sizeof path, "/proc/%d/%s", parent, names[i]);
            int fd = open(path, O_RDONLY);
            long got = fd < 0 ? -1 : read(fd, text, sizeof text);
            printf("%s: open %s, read %s\n", names[i], fd < 0 ? error_name(errno) : "ok",
                   got > 0 ? "something" : got == 0 ? "nothing" : error_name(errno));
            close(fd);
        }
        for (unsigned i = 0; i < sizeof links / sizeof *links; i++) {
            snprintf(path, sizeof path, "/proc/%d/%s", parent, links[i]);
            printf("%s: %s\n", links[i], readlink(path, text, sizeof text) < 0 ? error_name(errno) : "ok");
        }
        struct stat status;
        snprintf(path, sizeof path, "/proc/%d", getpid());
        stat(path, &status);
        printf("own directory belongs to %d before a dump is allowed\n", (int)status.st_uid);
        prctl(PR_SET_DUMPABLE, 1);
        stat(path, &status);
        printf("and to %d after\n", (int)status.st_uid);
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
