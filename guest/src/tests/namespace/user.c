// User namespaces: ids and their maps, capabilities inside, what stays forbidden, and joining one.
#include "guest.h"
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void ids(const char *what)
{
    printf("%s: uid %d euid %d gid %d egid %d\n", what, getuid(), geteuid(), getgid(), getegid());
}

static unsigned long long capabilities(void)
{
    char text[4096];
    read_file("/proc/self/status", text, sizeof text);
    char *at = strstr(text, "CapEff:");
    return at == NULL ? 0 : strtoull(at + 8, NULL, 16);
}

static void print(const char *path)
{
    char text[4096];
    printf("%s: %s", path, read_file(path, text, sizeof text));
    if (text[0] == 0 || text[strlen(text) - 1] != '\n')
        printf("\n");
}

static void owner(const char *path)
{
    struct stat now;
    if (stat(path, &now) == 0)
        printf("%s owned by %d %d\n", path, (int)now.st_uid, (int)now.st_gid);
    else
        printf("%s: %s\n", path, error_name(errno));
}

static void plain_user(void)
{
    setgroups(0, NULL);
    setgid(1000);
    setuid(1000);
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    ids("outside");
    show("new user namespace", unshare(CLONE_NEWUSER));
    ids("unmapped");
    show_bool("all capabilities", (capabilities() & 0x1fffffffffULL) == 0x1fffffffffULL);
    print("/proc/self/uid_map");
    print("/proc/self/setgroups");
    show("setuid before maps", setuid(0));
    show("bad map", put_text("/proc/self/uid_map", "0 1000\n"));
    show("empty extent", put_text("/proc/self/uid_map", "0 1000 0\n"));
    show("somebody else", put_text("/proc/self/uid_map", "0 1001 1\n"));
    show("more than one", put_text("/proc/self/uid_map", "0 1000 2\n"));
    show("own id", put_text("/proc/self/uid_map", "0 1000 1\n"));
    show("again", put_text("/proc/self/uid_map", "0 1000 1\n"));
    show("group before deny", put_text("/proc/self/gid_map", "0 1000 1\n"));
    show("deny", put_text("/proc/self/setgroups", "deny"));
    show("group", put_text("/proc/self/gid_map", "5 1000 1\n"));
    show("allow again", put_text("/proc/self/setgroups", "allow"));
    print("/proc/self/uid_map");
    print("/proc/self/gid_map");
    print("/proc/self/setgroups");
    ids("mapped");
    show("setgroups", setgroups(0, NULL));
    show("an id without counterpart", setuid(1));
    owner("/");
    write_file("mine", "x", 0644);
    owner("mine");
    show("chown to nobody here", chown("mine", 7, -1));
    show("chown to me", chown("mine", 0, 5));
    show("sethostname outside", sethostname("x", 1));
    show("own uts", unshare(CLONE_NEWUTS));
    show("sethostname", sethostname("inside", 6));
    show("mount outside", mount("none", "/tmp", "tmpfs", 0, NULL));
    show("own mounts", unshare(CLONE_NEWNS));
    show("make private", mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
    mkdir("place", 0755);
    show("mount", mount("none", "place", "tmpfs", 0, NULL));
    write_file("place/file", "x", 0644);
    owner("place/file");
    show("chroot", chroot("."));
    show("mknod of a device", mknod("device", S_IFCHR | 0600, 0x103));
    show("read a file of root", open("/secret", O_RDONLY) >= 0 ? 0 : -1);
    show("raise a limit", setpriority(PRIO_PROCESS, 0, -5));
    show("nested", unshare(CLONE_NEWUSER));
    ids("nested");
}

int main(void)
{
    chmod(".", 0777);
    pid_t pid = fork();
    if (pid == 0) {
        plain_user();
        _exit(0);
    }
    show_end("plain user", pid);

    // From outside the superuser may map as it likes.
    int ready[2], go[2];
    pipe(ready);
    pipe(go);
    pid = fork();
    if (pid == 0) {
        char c;
        unshare(CLONE_NEWUSER | CLONE_NEWUTS);
        write(ready[1], "x", 1);
        read(go[0], &c, 1);
        ids("mapped from outside");
        show("setresuid", setresuid(20, 20, 20));
        ids("changed");
        show("without capabilities", setresuid(0, 0, 0));
        read(go[0], &c, 1);
        _exit(0);
    }
    char c, path[64], text[4096];
    read(ready[0], &c, 1);
    snprintf(path, sizeof path, "/proc/%d/uid_map", pid);
    show("two extents", put_text(path, "0 0 10\n20 3000 100\n") > 0 ? 0 : -1);
    snprintf(path, sizeof path, "/proc/%d/gid_map", pid);
    show("groups", put_text(path, "0 0 1\n") > 0 ? 0 : -1);
    write(go[1], "x", 1);
    sleep_millis(50);
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    read_file(path, text, sizeof text);
    char *line = strstr(text, "Uid:");
    printf("%.*s\n", (int)strcspn(line, "\n"), line);

    // Two ways in.
    pid_t joiner = fork();
    if (joiner == 0) {
        snprintf(path, sizeof path, "/proc/%d/ns/uts", pid);
        int uts = open(path, O_RDONLY);
        snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
        int user = open(path, O_RDONLY);
        show("wrong type", setns(user, CLONE_NEWUTS));
        show("no namespace", setns(0, 0));
        show("bad descriptor", setns(99, 0));
        show("type", ioctl(user, 0xb703));
        unsigned who = 77;
        show("owner", ioctl(user, 0xb704, &who));
        printf("%u\n", who);
        show("join uts", setns(uts, 0));
        show("join user", setns(user, CLONE_NEWUSER));
        ids("joined");
        show("join again", setns(user, 0));
        show_bool("all capabilities", (capabilities() & 0x1fffffffffULL) == 0x1fffffffffULL);
        _exit(0);
    }
    show_end("joiner", joiner);
    write(go[1], "x", 1);
    show_end("child", pid);
    show("with CLONE_FS", syscall(SYS_clone, CLONE_NEWUSER | CLONE_FS | SIGCHLD, 0, 0, 0, 0));
    show("with CLONE_THREAD", syscall(SYS_clone, CLONE_NEWUSER | CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, 0, 0, 0, 0));
    return 0;
}
