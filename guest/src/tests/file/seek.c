// lseek(2): the three origins, beyond the end, and refusals.
#include "guest.h"

int main(void)
{
    int pipes[2];
    write_file("data", "0123456789", 0644);
    int fd = open("data", O_RDWR);
    show("end", lseek(fd, 0, SEEK_END));
    show("back", lseek(fd, -3, SEEK_CUR));
    show("beyond", lseek(fd, 100, SEEK_END));
    char byte = 0;
    show("read there", read(fd, &byte, 1));
    show("write there", write(fd, "x", 1));
    struct stat status;
    fstat(fd, &status);
    show("size", status.st_size);
    lseek(fd, 50, SEEK_SET);
    show("hole reads", read(fd, &byte, 1));
    printf("as %d\n", byte);
    show("negative", lseek(fd, -1, SEEK_SET));
    show("bad origin", lseek(fd, 0, 99));
    show("overflow", lseek(fd, INT64_MAX, SEEK_END));
    pipe(pipes);
    show("pipe", lseek(pipes[0], 0, SEEK_CUR));
    show("bad descriptor", lseek(99, 0, SEEK_CUR));
    return 0;
}
