// memfd_create(2) and its seals.
#include "guest.h"

int main(void)
{
    char text[64], path[64];
    int fd = (int)syscall(SYS_memfd_create, "name", 3u /* CLOEXEC, ALLOW_SEALING */);
    show("close on exec", fcntl(fd, F_GETFD));
    write(fd, "contents", 8);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(path, text, sizeof text - 1);
    text[length] = 0;
    printf("%s\n", text);
    show("seals", fcntl(fd, F_GET_SEALS));
    show("seal size", fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
    show("shrink", ftruncate(fd, 2));
    show("grow", ftruncate(fd, 200));
    show("write inside", pwrite(fd, "C", 1, 0));
    show("write beyond", pwrite(fd, "C", 1, 8));
    char *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    show("seal write while mapped", fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    munmap(map, 4096);
    show("seal write", fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    show("write", pwrite(fd, "C", 1, 0));
    show("seal seals", fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL));
    show("seal more", fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    show("seals", fcntl(fd, F_GET_SEALS));
    int plain = (int)syscall(SYS_memfd_create, "plain", 0);
    show("unsealable", fcntl(plain, F_ADD_SEALS, F_SEAL_WRITE));
    show("bad flags", syscall(SYS_memfd_create, "x", 0x100));
    return 0;
}
