// mknod(2), devices by number, and what cannot be opened.
#include "guest.h"
#include <sys/sysmacros.h>

int main(void)
{
    struct stat status;
    char byte = 'x';
    show("file", mknod("file", S_IFREG | 0640, 0));
    show("no type means file", mknod("plain", 0600, 0));
    stat("plain", &status);
    printf("%o\n", status.st_mode);
    show("fifo", mknod("fifo", S_IFIFO | 0600, 0));
    show("directory", mknod("dir", S_IFDIR | 0700, 0));
    show("exists", mknod("file", S_IFREG, 0));
    show("socket", mknod("socket", S_IFSOCK | 0600, 0));
    show("open a socket", open("socket", O_RDWR));
    show("device", mknod("zero", S_IFCHR | 0600, makedev(1, 5)));
    stat("zero", &status);
    printf("%o %u:%u\n", status.st_mode, major(status.st_rdev), minor(status.st_rdev));
    int fd = open("zero", O_RDONLY);
    show("read it", read(fd, &byte, 1));
    printf("%d\n", byte);
    pid_t pid = fork();
    if (pid == 0) {
        chmod(".", 0777);
        setresuid(4000, 4000, 4000);
        show("device as a user", mknod("mine", S_IFCHR | 0600, makedev(1, 5)));
        show("fifo as a user", mknod("myfifo", S_IFIFO | 0600, 0));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
