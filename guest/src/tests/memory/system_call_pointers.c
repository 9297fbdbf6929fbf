// The kernel checks every pointer it is given: EFAULT, partial results, and nothing done.
#include "guest.h"
#include <sys/uio.h>

int main(void)
{
    int pipes[2];
    struct iovec vector[2];
    char *map = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(map + 4096, 4096);
    pipe(pipes);
    show("write null", write(pipes[1], NULL, 1));
    show("write across the end", write(pipes[1], map + 4090, 20));
    show("read to null", (write(pipes[1], "abc", 3), read(pipes[0], NULL, 3)));
    show("read to read-only", (mprotect(map, 4096, PROT_READ), read(pipes[0], map, 1)));
    mprotect(map, 4096, PROT_READ | PROT_WRITE);
    show("kernel address", write(pipes[1], (void *)0xffffffff81000000, 1));
    write_file("data", "0123456789", 0644);
    int fd = open("data", O_RDWR);
    show("file read across the end", read(fd, map + 4092, 10));
    vector[0] = (struct iovec){map, 2};
    vector[1] = (struct iovec){NULL, 2};
    lseek(fd, 0, SEEK_SET);
    show("writev with a bad second", writev(fd, vector, 2));
    show("bad vector", writev(fd, (struct iovec *)8, 1));
    show("stat", syscall(SYS_stat, "data", 8));
    show("path at the end of a page", open(strcpy(map + 4096 - 5, "data"), O_RDONLY) > 0);
    memset(map + 4090, 'p', 6);
    show("path running out", open(map + 4090, O_RDONLY));
    show("pipe to a bad place", pipe((int *)8));
    return 0;
}
