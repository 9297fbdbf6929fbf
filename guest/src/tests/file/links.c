// Hard and symbolic links: counts, targets, what may be linked.
#include "guest.h"

int main(void)
{
    struct stat status;
    char target[64];
    write_file("one", "text", 0644);
    mkdir("dir", 0755);
    show("link", link("one", "two"));
    stat("two", &status);
    show("count", (long)status.st_nlink);
    show("link exists", link("one", "two"));
    show("link a directory", link("dir", "dir2"));
    show("link missing", link("missing", "x"));
    show("symlink", symlink("one", "soft"));
    ssize_t length = readlink("soft", target, sizeof target);
    printf("%.*s\n", (int)length, target);
    show("readlink cut", readlink("soft", target, 2));
    show("readlink a file", readlink("one", target, sizeof target));
    show("readlink size 0", readlink("soft", target, 0));
    lstat("soft", &status);
    printf("link mode %o, size %ld, blocks %ld\n", status.st_mode, (long)status.st_size, (long)status.st_blocks);
    show("link of a link", link("soft", "hardsoft"));
    lstat("hardsoft", &status);
    show_bool("is a link itself", S_ISLNK(status.st_mode));
    show("following", linkat(AT_FDCWD, "soft", AT_FDCWD, "followed", AT_SYMLINK_FOLLOW));
    stat("one", &status);
    show("count", (long)status.st_nlink);
    show("unlink", unlink("one"));
    stat("two", &status);
    show("count", (long)status.st_nlink);
    show("through the dangling link", stat("soft", &status));
    show("symlink empty", symlink("", "empty"));
    show("symlink exists", symlink("x", "soft"));
    show("unlink a directory", unlink("dir"));
    stat(".", &status);
    show("directory count", (long)status.st_nlink);
    return 0;
}
