// What each open(2) flag does, and what it refuses.
#include "guest.h"

static void attempt(const char *what, const char *path, int flags)
{
    int fd = open(path, flags, 0644);
    show_ok(what, fd);
    if (fd >= 0)
        close(fd);
}

int main(void)
{
    write_file("data", "contents", 0644);
    mkdir("dir", 0755);
    symlink("data", "link");
    symlink("nowhere", "dangling");
    symlink("self", "self");
    attempt("read", "data", O_RDONLY);
    attempt("missing", "missing", O_RDONLY);
    attempt("exclusive, there", "data", O_CREAT | O_EXCL | O_WRONLY);
    attempt("exclusive, dangling link", "dangling", O_CREAT | O_EXCL | O_WRONLY);
    attempt("create through a dangling link", "dangling", O_CREAT | O_WRONLY);
    show("made", access("nowhere", F_OK));
    attempt("no follow", "link", O_RDONLY | O_NOFOLLOW);
    attempt("no follow, path only", "link", O_PATH | O_NOFOLLOW);
    attempt("loop", "self", O_RDONLY);
    attempt("write a directory", "dir", O_WRONLY);
    attempt("create on a directory", "dir", O_CREAT | O_RDONLY);
    attempt("directory wanted", "data", O_DIRECTORY | O_RDONLY);
    attempt("trailing slash on a file", "data/", O_RDONLY);
    attempt("create with a trailing slash", "new/", O_CREAT | O_WRONLY);
    attempt("empty path", "", O_RDONLY);
    attempt("through a file", "data/x", O_RDONLY);
    attempt("fifo writer without reader", (mkfifo("fifo", 0644), "fifo"), O_WRONLY | O_NONBLOCK);
    attempt("fifo reader", "fifo", O_RDONLY | O_NONBLOCK);
    struct stat status;
    attempt("truncate", "data", O_WRONLY | O_TRUNC);
    stat("data", &status);
    show("size now", status.st_size);
    int fd = open("data", O_PATH);
    char byte;
    show("read from a path", read(fd, &byte, 1));
    show("fstat a path", fstat(fd, &status));
    show("flags of a path", fcntl(fd, F_GETFL) == O_PATH);
    return 0;
}
