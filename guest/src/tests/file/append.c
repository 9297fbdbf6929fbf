// O_APPEND: every write goes to the end, wherever the offset is; pwrite too.
#include "guest.h"

int main(void)
{
    char text[64];
    write_file("data", "one", 0644);
    int fd = open("data", O_RDWR | O_APPEND), other = open("data", O_WRONLY | O_APPEND);
    show("offset at first", lseek(fd, 0, SEEK_CUR));
    write(fd, "two", 3);
    write(other, "three", 5);
    lseek(fd, 0, SEEK_SET);
    write(fd, "four", 4);
    show("offset after", lseek(fd, 0, SEEK_CUR));
    show("pwrite at 0", pwrite(fd, "five", 4, 0));
    printf("%s\n", read_file("data", text, sizeof text));
    fcntl(fd, F_SETFL, 0);
    pwrite(fd, "ONE", 3, 0);
    printf("%s\n", read_file("data", text, sizeof text));
    return 0;
}
