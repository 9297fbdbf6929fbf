// Shared, slave, private and unbindable mounts: what is told to whom, mountinfo, moves, pivot_root; setns by
// pidfd. Everything happens in mount namespaces of its own.
#include "guest.h"
#include <sys/mount.h>
#include <sys/ioctl.h>

static char base[256];

// Which mounts there are below the working directory, with their optional fields by order of appearance.
static void list(const char *what)
{
    static char text[65536];
    int groups[32], count = 0;
    printf("%s:\n", what);
    read_file("/proc/self/mountinfo", text, sizeof text);
    size_t length = strlen(base);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char place[512], fields[256] = "", root[256];
        int used = 0;
        if (sscanf(line, "%*d %*d %*s %255s %511s %*s %n", root, place, &used) < 2 || strncmp(place, base, length) != 0)
            continue;
        char *end = strstr(line + used, "- ");
        snprintf(fields, sizeof fields, "%.*s", (int)(end - line - used), line + used);
        printf("  %s", place[length] == 0 ? "." : place + length + 1);
        char *rest = fields, *field;
        while ((field = strsep(&rest, " ")) != NULL) {
            char *colon = strchr(field, ':');
            if (colon == NULL) {
                if (*field != 0)
                    printf(" %s", field);
                continue;
            }
            int group = atoi(colon + 1), n = 0;
            while (n < count && groups[n] != group)
                n++;
            if (n == count && count < 32)
                groups[count++] = group;
            printf(" %.*s:%c", (int)(colon - field), field, 'A' + n);
        }
        printf("\n");
    }
}

static long tmpfs(const char *at) { return mount("none", at, "tmpfs", 0, NULL); }
static long change(const char *at, unsigned long kind) { return mount(NULL, at, NULL, kind, NULL); }

static void own_namespace(void)
{
    unshare(CLONE_NEWNS);
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    tmpfs(".");
    chdir(base);
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++)
        mkdir(names[i], 0755);
}

static void peers(void)
{
    own_namespace();
    tmpfs("a");
    mkdir("a/x", 0755);
    mkdir("a/y", 0755);
    show("share", change("a", MS_SHARED));
    show("bind", mount("a", "b", NULL, MS_BIND, NULL));
    show("mount", tmpfs("a/x"));
    list("peers");
    show("slave", change("b", MS_SLAVE));
    show("mount below the master", tmpfs("a/y"));
    show("mount below the slave", tmpfs("b/x"));
    list("slave");
    show("a shared slave", change("b", MS_SHARED));
    show("its peer", mount("b", "c", NULL, MS_BIND, NULL));
    show("unmount at the slave", umount("b/x"));
    show("unmount below the master", umount("a/y"));
    list("after unmounts");
    show("again", tmpfs("a/y"));
    list("three");
    show("private", change("b", MS_PRIVATE));
    show("unbindable", change("b", MS_UNBINDABLE));
    list("unbindable");
    show("bind it", mount("b", "d", NULL, MS_BIND, NULL));
    show("bind all", mount(".", "d", NULL, MS_BIND | MS_REC, NULL));
    list("all but the unbindable");
}

static void kinds(void)
{
    own_namespace();
    show("two kinds", change("/", MS_SHARED | MS_PRIVATE));
    show("another flag", change("/", MS_SHARED | MS_RDONLY));
    show("not a mount", change("a", MS_SHARED));
    tmpfs("a");
    mkdir("a/in", 0755);
    tmpfs("a/in");
    show("recursively", change("a", MS_SHARED | MS_REC));
    list("both");
    show("a slave alone", change("a", MS_SLAVE));
    list("private again");
    show("shared", change("a", MS_SHARED));
    tmpfs("b");
    mkdir("b/deep", 0755);
    tmpfs("b/deep");
    show("bind", mount("a", "c", NULL, MS_BIND, NULL));
    mkdir("a/place", 0755);
    show("move into shared", mount("b", "a/place", NULL, MS_MOVE, NULL));
    list("moved");
    show("out of shared", mount("a/place", "b", NULL, MS_MOVE, NULL));
    show("not a mount", mount("a/place/deep/..", "b", NULL, MS_MOVE, NULL));
    change("a/in", MS_PRIVATE);
    tmpfs("d");
    change("d", MS_UNBINDABLE);
    show("unbindable into shared", mount("d", "c/place", NULL, MS_MOVE, NULL));
    show("into itself", mount("d", "d", NULL, MS_MOVE, NULL));
}

static void namespaces(void)
{
    int up[2], down[2];
    char c;
    own_namespace();
    tmpfs("a");
    tmpfs("b");
    mkdir("a/x", 0755);
    mkdir("b/x", 0755);
    mkdir("a/y", 0755);
    change("a", MS_SHARED);
    pipe(up);
    pipe(down);
    pid_t pid = fork();
    if (pid == 0) {
        unshare(CLONE_NEWNS);
        list("in the copy");
        write(up[1], "x", 1);
        read(down[0], &c, 1);
        list("told of the shared one");
        show("mount", tmpfs("a/y"));
        write(up[1], "x", 1);
        read(down[0], &c, 1);
        _exit(0);
    }
    read(up[0], &c, 1);
    show("shared", tmpfs("a/x"));
    show("private", tmpfs("b/x"));
    write(down[1], "x", 1);
    read(up[0], &c, 1);
    list("from the copy");
    write(down[1], "x", 1);
    waitpid(pid, NULL, 0);
    show_bool("still there", umount("a/y") == 0);
}

static void users(void)
{
    int up[2], down[2];
    char c;
    own_namespace();
    tmpfs("a");
    mkdir("a/x", 0755);
    mkdir("a/y", 0755);
    change("a", MS_SHARED);
    pipe(up);
    pipe(down);
    pid_t pid = fork();
    if (pid == 0) {
        show("less privileged", unshare(CLONE_NEWUSER | CLONE_NEWNS));
        list("in the copy");
        show("mount", tmpfs("a/y"));
        write(up[1], "x", 1);
        read(down[0], &c, 1);
        list("told");
        _exit(0);
    }
    read(up[0], &c, 1);
    list("not told");
    tmpfs("a/x");
    write(down[1], "x", 1);
    waitpid(pid, NULL, 0);
}

static void pivot(void)
{
    own_namespace();
    tmpfs("a");
    mkdir("a/old", 0755);
    change(".", MS_SHARED);
    show("below a shared mount", syscall(SYS_pivot_root, "a", "a/old"));
    change(".", MS_PRIVATE);
    change("a", MS_SHARED);
    show("old onto a shared mount", syscall(SYS_pivot_root, "a", "a/old"));
    change("a", MS_PRIVATE);
    show("not a mount", syscall(SYS_pivot_root, "b", "b"));
    show("outside", syscall(SYS_pivot_root, "a", "b"));
    write_file("a/mark", "here", 0644);
    show("pivot", syscall(SYS_pivot_root, "a", "a/old"));
    char text[64];
    printf("mark: %s\n", read_file("/mark", text, sizeof text));
    printf("cwd: %s\n", getcwd(text, sizeof text) == NULL ? error_name(errno) : strncmp(text, "/old", 4) == 0 ? "in old" : text);
    show("busy", umount("/old"));
    chdir("/");
    show("lazily", umount2("/old", MNT_DETACH));
    show("gone", access("/old/proc", F_OK));
}

static void by_pidfd(void)
{
    int up[2];
    char c, mine[64], theirs[64];
    pipe(up);
    pid_t pid = fork();
    if (pid == 0) {
        unshare(CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);
        sethostname("elsewhere", 9);
        write(up[1], "x", 1);
        pause();
    }
    read(up[0], &c, 1);
    int fd = syscall(SYS_pidfd_open, pid, 0);
    show("no type", setns(fd, 0));
    show("a bad type", setns(fd, CLONE_NEWUTS | 1));
    show("pid fd of nobody", setns(fd, CLONE_FILES));
    show("both", setns(fd, CLONE_NEWUTS | CLONE_NEWIPC));
    gethostname(mine, sizeof mine);
    printf("host %s\n", mine);
    show("mounts", setns(fd, CLONE_NEWNS));
    char path[64];
    static const char *const kinds[] = {"uts", "ipc", "mnt", "net", "user", "pid", "cgroup"};
    for (int i = 0; i < 7; i++) {
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
        mine[readlink(path, mine, sizeof mine - 1)] = 0;
        snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, kinds[i]);
        theirs[readlink(path, theirs, sizeof theirs - 1)] = 0;
        printf("%s %s\n", kinds[i], strcmp(mine, theirs) == 0 ? "shared" : "own");
    }
    show("user namespace of its own", setns(fd, CLONE_NEWUSER));
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    show("after its end", setns(fd, CLONE_NEWUTS));
}

static void in_child(const char *what, void (*run)(void))
{
    printf("== %s\n", what);
    pid_t pid = fork();
    if (pid == 0) {
        run();
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    if (status != 0)
        show_status(what, status);
}

int main(void)
{
    getcwd(base, sizeof base);
    in_child("peers and slaves", peers);
    in_child("kinds", kinds);
    in_child("namespaces", namespaces);
    in_child("users", users);
    in_child("pivot", pivot);
    in_child("pidfd", by_pidfd);
    return 0;
}
