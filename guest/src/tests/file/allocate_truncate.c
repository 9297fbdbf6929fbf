// fallocate(2), truncate(2) and ftruncate(2): sizes, zeros, punched holes, refusals.
#include "guest.h"

int main(void)
{
    struct stat status;
    char byte = 'x';
    int fd = open("data", O_RDWR | O_CREAT, 0644);
    show("allocate", fallocate(fd, 0, 0, 8192));
    fstat(fd, &status);
    show("size", status.st_size);
    show("keep size", fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 65536));
    fstat(fd, &status);
    show("size", status.st_size);
    pwrite(fd, "abcd", 4, 4096);
    show("punch", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4096, 4096));
    pread(fd, &byte, 1, 4096);
    printf("punched byte %d\n", byte);
    show("punch without keep size", fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, 4096));
    show("negative", fallocate(fd, 0, -1, 10));
    show("length 0", fallocate(fd, 0, 0, 0));
    pwrite(fd, "keep", 4, 0);
    show("shrink", ftruncate(fd, 2));
    show("grow", ftruncate(fd, 10));
    char text[11] = "";
    show("read", pread(fd, text, 10, 0));
    printf("%s, then %d\n", text, text[3]);
    show("negative", ftruncate(fd, -1));
    int reader = open("data", O_RDONLY);
    show("reader", ftruncate(reader, 0));
    show("reader allocate", fallocate(reader, 0, 0, 10));
    mkdir("dir", 0755);
    show("directory", truncate("dir", 0));
    show("missing", truncate("missing", 0));
    int pipes[2];
    pipe(pipes);
    show("pipe", ftruncate(pipes[1], 0));
    show("pipe allocate", fallocate(pipes[1], 0, 0, 10));
    return 0;
}
