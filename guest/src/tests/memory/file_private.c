// A private file map: own writes stay out of the file; untouched pages follow the file.
#include "guest.h"

int main(void)
{
    char text[8193];
    memset(text, 'f', 8192);
    text[8192] = 0;
    write_file("data", text, 0644);
    int fd = open("data", O_RDWR);
    char *map = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    map[0] = 'm';
    pread(fd, text, 1, 0);
    printf("file %c, map %c\n", text[0], map[0]);
    pwrite(fd, "w", 1, 1);
    printf("written page keeps its copy: %c\n", map[1]);
    close(fd);
    show("unlink", unlink("data"));
    printf("after unlink: %c\n", map[5000]);
    fd = open("other", O_RDWR | O_CREAT, 0644);
    write(fd, "0123456789", 10);
    char *offset = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
    show_ok("map beyond the end", offset == MAP_FAILED ? -1 : 0);
    ftruncate(fd, 4096 + 3);
    pwrite(fd, "xyz", 3, 4096);
    printf("then written: %.3s\n", offset);
    return 0;
}
