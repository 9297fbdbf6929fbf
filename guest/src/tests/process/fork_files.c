// A forked child shares open file descriptions (one offset), but not the descriptor table.
#include "guest.h"

int main(void)
{
    write_file("data", "abcdefghij", 0644);
    int fd = open("data", O_RDONLY);
    char text[4] = "";
    read(fd, text, 2);
    pid_t pid = fork();
    if (pid == 0) {
        read(fd, text, 3);
        printf("child read %s\n", text);
        lseek(fd, 1, SEEK_CUR);
        close(fd);
        _exit(0);
    }
    show_end("child", pid);
    show("offset after child", lseek(fd, 0, SEEK_CUR));
    show("still open here", fcntl(fd, F_GETFD));
    return 0;
}
