// stat(2) on every kind of file.
#include "guest.h"
#include <sys/socket.h>
#include <sys/sysmacros.h>

static void describe(const char *what, int result, const struct stat *status)
{
    if (result != 0) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    const char *type = S_ISREG(status->st_mode) ? "file"
        : S_ISDIR(status->st_mode)              ? "directory"
        : S_ISFIFO(status->st_mode)             ? "fifo"
        : S_ISSOCK(status->st_mode)             ? "socket"
        : S_ISCHR(status->st_mode)              ? "character"
                                                : "other";
    printf("%s: %s %o links %ld", what, type, status->st_mode & 07777, (long)status->st_nlink);
    if (S_ISREG(status->st_mode))
        printf(" size %ld", (long)status->st_size);
    if (S_ISCHR(status->st_mode))
        printf(" device %u:%u", major(status->st_rdev), minor(status->st_rdev));
    printf("\n");
}

int main(void)
{
    struct stat status;
    int pipes[2], sockets[2];
    pipe(pipes);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    write_file("file", "12345", 0640);
    mkdir("dir", 0751);
    mkdir("dir/a", 0755);
    mkfifo("fifo", 0620);
    describe("file", stat("file", &status), &status);
    describe("dir", stat("dir", &status), &status);
    describe("fifo", stat("fifo", &status), &status);
    describe("pipe", fstat(pipes[0], &status), &status);
    describe("socket", fstat(sockets[0], &status), &status);
    describe("/dev/null", stat("/dev/null", &status), &status);
    describe("/dev/zero", stat("/dev/zero", &status), &status);
    describe("/dev/tty", stat("/dev/tty", &status), &status);
    describe("missing", stat("missing", &status), &status);
    describe("slash after a file", stat("file/", &status), &status);
    describe("slash after a directory", stat("dir/", &status), &status);
    describe("bad descriptor", fstat(99, &status), &status);
    struct stat one, two;
    stat("dir", &one);
    stat("dir/a/..", &two);
    show_bool("dot-dot", one.st_ino == two.st_ino && one.st_dev == two.st_dev);
    return 0;
}
