// /proc/self/fd: names of what is open, reopening through it, and the listing.
#include "guest.h"
#include <dirent.h>

int main(void)
{
    char path[64], target[4096], text[16] = "";
    int pipes[2];
    write_file("data", "0123456789", 0644);
    int fd = open("data", O_RDONLY);
    read(fd, text, 5);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(path, target, sizeof target - 1);
    target[length] = 0;
    printf("%s\n", strrchr(target, '/'));
    int again = open(path, O_RDWR);
    show_ok("reopened for writing", again);
    show("its own offset", lseek(again, 0, SEEK_CUR));
    unlink("data");
    length = readlink(path, target, sizeof target - 1);
    target[length] = 0;
    printf("%s\n", strrchr(target, '/'));
    show_ok("reopened after unlink", open(path, O_RDONLY));
    pipe(pipes);
    snprintf(path, sizeof path, "/proc/self/fd/%d", pipes[0]);
    length = readlink(path, target, sizeof target - 1);
    printf("%.5s\n", target);
    snprintf(path, sizeof path, "/dev/fd/%d", pipes[1]);
    int writer = open(path, O_WRONLY);
    write(writer, "pipe", 4);
    show("through the pipe", read(pipes[0], text, 15));
    DIR *dir = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(dir) != NULL)
        count++;
    int expected = 2;
    for (int i = 0; i < 2000; i++)
        expected += fcntl(i, F_GETFD) != -1;
    show_bool("the listing is complete", count == expected);
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    read_file(path, target, sizeof target);
    printf("%.6s\n", target);
    return 0;
}
