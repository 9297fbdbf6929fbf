// The *at family: relative to a descriptor, to the working directory, or absolute.
#include "guest.h"

int main(void)
{
    struct stat status;
    char text[64];
    mkdir("dir", 0755);
    int dir = open("dir", O_RDONLY | O_DIRECTORY), file;
    show("mkdirat", mkdirat(dir, "sub", 0700));
    file = openat(dir, "sub/file", O_CREAT | O_RDWR, 0600);
    show_ok("openat", file);
    write(file, "here", 4);
    show("fstatat", fstatat(dir, "sub/file", &status, 0));
    show("size", status.st_size);
    show("symlinkat", symlinkat("sub/file", dir, "link"));
    show("readlinkat", readlinkat(dir, "link", text, sizeof text));
    show("no follow", fstatat(dir, "link", &status, AT_SYMLINK_NOFOLLOW));
    show_bool("a link", S_ISLNK(status.st_mode));
    show("linkat", linkat(dir, "sub/file", dir, "hard", 0));
    show("renameat", renameat(dir, "hard", AT_FDCWD, "moved"));
    show("faccessat", faccessat(AT_FDCWD, "moved", R_OK, 0));
    show("fchmodat", fchmodat(dir, "sub/file", 0640, 0));
    show("fchownat", fchownat(dir, "link", 5, 6, AT_SYMLINK_NOFOLLOW));
    show("empty path", fstatat(file, "", &status, AT_EMPTY_PATH));
    printf("mode %o\n", status.st_mode);
    show("empty path without the flag", fstatat(file, "", &status, 0));
    show("mknodat", mknodat(dir, "fifo", S_IFIFO | 0600, 0));
    show("unlinkat a directory", unlinkat(dir, "sub", 0));
    show("not empty", unlinkat(dir, "sub", AT_REMOVEDIR));
    show("unlinkat", unlinkat(dir, "sub/file", 0));
    show("removedir", unlinkat(dir, "sub", AT_REMOVEDIR));
    show("not a directory", openat(file, "x", O_RDONLY));
    show("bad descriptor", openat(99, "x", O_RDONLY));
    show_ok("bad descriptor, absolute path", openat(99, "/", O_RDONLY));
    show("bad flags", fstatat(dir, ".", &status, 0x10));
    show("descriptor of a gone directory", (rmdir("dir"), unlinkat(dir, "fifo", 0)));
    return 0;
}
