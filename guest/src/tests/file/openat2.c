// openat2(2): what its RESOLVE_ flags keep a path from, and how strictly struct open_how is checked.
#include "guest.h"
#include <linux/openat2.h>

static int top;

static int open_how(int dir, const char *path, __u64 flags, __u64 mode, __u64 resolve)
{
    struct open_how how = {flags, mode, resolve};
    return syscall(SYS_openat2, dir, path, &how, sizeof how);
}

static void try(const char *what, int dir, const char *path, __u64 flags, __u64 resolve)
{
    int fd = open_how(dir, path, flags, 0, resolve);
    show_ok(what, fd);
    if (fd >= 0)
        close(fd);
}

static void make_tree(void)
{
    mkdir("top", 0755);
    mkdir("top/in", 0755);
    write_file("top/in/file", "inside", 0644);
    write_file("file", "outside", 0644);
    symlink("in/file", "top/short");
    symlink("../file", "top/up");
    symlink("/in/file", "top/absolute");
    symlink("in/../../file", "top/winding");
    symlink("/proc/self/fd/0", "top/magic");
    top = open("top", O_PATH | O_DIRECTORY);
}

static void content(const char *what, const char *path, __u64 resolve)
{
    char text[32] = "";
    int fd = open_how(top, path, O_RDONLY, 0, resolve);
    if (fd < 0) {
        show(what, fd);
        return;
    }
    read(fd, text, sizeof text - 1);
    printf("%s: %s\n", what, text);
    close(fd);
}

static void beneath(void)
{
    content("plain", "in/file", RESOLVE_BENEATH);
    content("dots", "in/../in/./file", RESOLVE_BENEATH);
    content("link inside", "short", RESOLVE_BENEATH);
    try("up", top, "..", O_PATH, RESOLVE_BENEATH);
    try("up and back", top, "../top/in/file", O_RDONLY, RESOLVE_BENEATH);
    try("absolute", top, "/in/file", O_RDONLY, RESOLVE_BENEATH);
    try("link out", top, "up", O_RDONLY, RESOLVE_BENEATH);
    try("absolute link", top, "absolute", O_RDONLY, RESOLVE_BENEATH);
    try("winding link", top, "winding", O_RDONLY, RESOLVE_BENEATH);
    try("magic link", top, "magic", O_RDONLY, RESOLVE_BENEATH);
    try("missing", top, "in/none", O_RDONLY, RESOLVE_BENEATH);
    try("bad descriptor, absolute", 99, "/in", O_RDONLY, RESOLVE_BENEATH);
}

static void in_root(void)
{
    content("plain", "in/file", RESOLVE_IN_ROOT);
    content("absolute", "/in/file", RESOLVE_IN_ROOT);
    content("far up", "../../../in/file", RESOLVE_IN_ROOT);
    content("absolute link", "absolute", RESOLVE_IN_ROOT);
    try("link up", top, "up", O_RDONLY, RESOLVE_IN_ROOT);
    try("magic link", top, "magic", O_RDONLY, RESOLVE_IN_ROOT);
    try("the root itself", top, "/..", O_PATH, RESOLVE_IN_ROOT);
    try("bad descriptor, absolute", 99, "/in", O_RDONLY, RESOLVE_IN_ROOT);
    int fd = open_how(top, "/made", O_CREAT | O_WRONLY, 0600, RESOLVE_IN_ROOT);
    show_ok("create", fd);
    close(fd);
    show("is there", access("top/made", F_OK));
}

static void links_and_mounts(void)
{
    try("no symlinks, plain", top, "in/file", O_RDONLY, RESOLVE_NO_SYMLINKS);
    try("no symlinks, link", top, "short", O_RDONLY, RESOLVE_NO_SYMLINKS);
    try("no symlinks, the link itself", top, "short", O_PATH | O_NOFOLLOW, RESOLVE_NO_SYMLINKS);
    try("no symlinks, on the way", AT_FDCWD, "/proc/self/status", O_RDONLY, RESOLVE_NO_SYMLINKS);
    try("no magic links, link", top, "short", O_RDONLY, RESOLVE_NO_MAGICLINKS);
    try("no magic links, self", AT_FDCWD, "/proc/self/status", O_RDONLY, RESOLVE_NO_MAGICLINKS);
    try("no magic links, exe", AT_FDCWD, "/proc/self/exe", O_RDONLY, RESOLVE_NO_MAGICLINKS);
    try("no magic links, through cwd", AT_FDCWD, "/proc/self/cwd/file", O_RDONLY, RESOLVE_NO_MAGICLINKS);
    try("exe", AT_FDCWD, "/proc/self/exe", O_RDONLY, 0);
    try("one file system, root", AT_FDCWD, "/", O_RDONLY, RESOLVE_NO_XDEV);
    try("one file system, into proc", AT_FDCWD, "/proc/version", O_RDONLY, RESOLVE_NO_XDEV);
    int proc = open("/proc", O_PATH);
    try("one file system, inside", proc, "self/status", O_RDONLY, RESOLVE_NO_XDEV);
    try("one file system, out", proc, "..", O_PATH, RESOLVE_NO_XDEV);
    try("one file system, exe", proc, "self/exe", O_RDONLY, RESOLVE_NO_XDEV);
    try("one file system, absolute", proc, "/", O_RDONLY, RESOLVE_NO_XDEV);
    try("create over a mount", AT_FDCWD, "/proc", O_CREAT | O_RDONLY, RESOLVE_NO_XDEV);
}

static void checks(void)
{
    char big[5000] = {0};
    struct open_how how = {0};
    show("too small", syscall(SYS_openat2, top, "in", &how, 23));
    show("too big", syscall(SYS_openat2, top, "in", big, 4097));
    show_ok("with zeros behind", syscall(SYS_openat2, top, "in", big, 100));
    big[60] = 1;
    show("with more behind", syscall(SYS_openat2, top, "in", big, 100));
    show("bad pointer", syscall(SYS_openat2, top, "in", NULL, sizeof how));
    show("bad path", open_how(top, NULL, O_RDONLY, 0, 0));
    show("unknown flag", open_how(top, "in", 1ULL << 40, 0, 0));
    show("unknown low flag", open_how(top, "in", 1U << 30, 0, 0));
    show("unknown resolve", open_how(top, "in", O_RDONLY, 0, 1 << 20));
    show("two roots", open_how(top, "in", O_RDONLY, 0, RESOLVE_BENEATH | RESOLVE_IN_ROOT));
    show("mode without create", open_how(top, "in", O_RDONLY, 0600, 0));
    show("odd mode", open_how(top, "new", O_CREAT | O_WRONLY, 0200000, 0));
    show("path and create", open_how(top, "in", O_PATH | O_CREAT, 0, 0));
    show("path and write", open_how(top, "in", O_PATH | O_RDWR, 0, 0));
    show("directory and create", open_how(top, "new", O_DIRECTORY | O_CREAT, 0600, 0));
    show("nameless, read-only", open_how(top, "in", O_TMPFILE, 0600, 0));
    show("empty", open_how(top, "", O_RDONLY, 0, 0));
    show("cached and create", open_how(top, "new", O_CREAT | O_WRONLY, 0600, RESOLVE_CACHED));
    show_ok("nameless", open_how(top, "in", O_TMPFILE | O_RDWR, 0600, 0));
    int fd = open_how(top, "in", O_RDONLY | O_CLOEXEC, 0, 0);
    show("close on exec", fcntl(fd, F_GETFD));
}

int main(void)
{
    make_tree();
    beneath();
    in_root();
    links_and_mounts();
    checks();
    return 0;
}
