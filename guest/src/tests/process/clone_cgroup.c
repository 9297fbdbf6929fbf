// clone3 with CLONE_INTO_CGROUP, and members of cgroups, on a hierarchy mounted for the purpose.
#include "guest.h"
#include <linux/sched.h>
#include <sys/mount.h>

#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ULL
#endif

static char own[64];

static bool here(void)
{
    static char text[4096];
    read_file("/proc/self/cgroup", text, sizeof text);
    return strstr(text, own) != NULL;
}

static long born(int fd, size_t size)
{
    struct clone_args args = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = fd};
    long pid = syscall(SYS_clone3, &args, size);
    if (pid == 0)
        _exit(here() ? 11 : 12);
    return pid;
}

static void put(const char *path, const char *text)
{
    if (put_text(path, text) < 0)
        printf("%s\n", error_name(errno));
}

static void events(const char *path)
{
    char text[256];
    read_file(path, text, sizeof text);
    char *at = strstr(text, "populated ");
    printf("%.11s\n", at == NULL ? text : at);
}

int main(void)
{
    char path[128], number[32];
    unshare(CLONE_NEWNS);
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    mkdir("cg", 0755);
    show("mount", mount("none", "cg", "cgroup2", 0, NULL));
    snprintf(own, sizeof own, "/murre-test-%d", getpid());
    snprintf(path, sizeof path, "cg%s", own);
    show("make", mkdir(path, 0755));
    int fd = open(path, O_RDONLY | O_DIRECTORY);
    long pid = born(fd, 88);
    show_ok("born", pid);
    show_end("in the group", pid);
    show("with O_PATH", (close(fd), fd = open(path, O_PATH), 0));
    pid = born(fd, 88);
    show_ok("born", pid);
    show_end("in the group", pid);
    show("structure too small", born(fd, 80));
    int file = open("/dev/null", O_RDONLY);
    show("not a cgroup", born(file, 88));
    show("no descriptor", born(99, 88));
    pid_t user = fork();
    if (user == 0) {
        setresuid(1000, 1000, 1000);
        show("by a user", born(fd, 88));
        _exit(0);
    }
    waitpid(user, NULL, 0);

    int down[2];
    char c;
    pipe(down);
    pid_t member = fork();
    if (member == 0) {
        read(down[0], &c, 1);
        if (fork() == 0)
            _exit(here() ? 21 : 22);
        int status;
        wait(&status);
        _exit(WEXITSTATUS(status));
    }
    snprintf(path, sizeof path, "cg%s/cgroup.events", own);
    events(path);
    snprintf(path, sizeof path, "cg%s/cgroup.procs", own);
    snprintf(number, sizeof number, "%d", member);
    put(path, number);
    snprintf(path, sizeof path, "cg%s/cgroup.events", own);
    events(path);
    snprintf(path, sizeof path, "cg%s", own);
    show("in use", rmdir(path));
    write(down[1], "x", 1);
    show_end("a member's child", member);
    show("remove", rmdir(path));
    show("into a removed one", born(fd, 88));
    return 0;
}
