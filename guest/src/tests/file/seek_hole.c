// SEEK_DATA and SEEK_HOLE walk a sparse file.
#include "guest.h"

int main(void)
{
    int fd = open("sparse", O_RDWR | O_CREAT, 0644);
    enum { BLOCK = 65536 };
    char block[4096];
    memset(block, 'd', sizeof block);
    pwrite(fd, block, sizeof block, 0);
    pwrite(fd, block, sizeof block, 4 * BLOCK);
    ftruncate(fd, 10 * BLOCK);
    show("data at 0", lseek(fd, 0, SEEK_DATA));
    show("hole from 0", lseek(fd, 0, SEEK_HOLE));
    show("data from 100000", lseek(fd, 100000, SEEK_DATA));
    show("hole from 4 blocks", lseek(fd, 4 * BLOCK, SEEK_HOLE));
    show("data from 5 blocks", lseek(fd, 5 * BLOCK, SEEK_DATA));
    show("hole from 5 blocks", lseek(fd, 5 * BLOCK, SEEK_HOLE));
    show("beyond the end", lseek(fd, 10 * BLOCK, SEEK_DATA));
    show("hole beyond the end", lseek(fd, 11 * BLOCK, SEEK_HOLE));
    struct stat status;
    fstat(fd, &status);
    show_bool("few blocks", status.st_blocks * 512 < 5 * BLOCK);
    return 0;
}
