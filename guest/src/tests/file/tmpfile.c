// O_TMPFILE: a file without a name, and giving it one.
#include "guest.h"

int main(void)
{
    char path[64], text[16] = "";
    struct stat status;
    int fd = open(".", O_TMPFILE | O_RDWR, 0640);
    show_ok("open", fd);
    write(fd, "hidden", 6);
    fstat(fd, &status);
    printf("links %ld mode %o\n", (long)status.st_nlink, status.st_mode);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    show("name it", linkat(AT_FDCWD, path, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
    printf("%s\n", read_file("named", text, sizeof text));
    fd = open(".", O_TMPFILE | O_RDWR | O_EXCL, 0640);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    show("exclusive one", linkat(AT_FDCWD, path, AT_FDCWD, "other", AT_SYMLINK_FOLLOW));
    show("read only", open(".", O_TMPFILE | O_RDONLY, 0640));
    show("not in a directory", open("named", O_TMPFILE | O_RDWR, 0640));
    return 0;
}
