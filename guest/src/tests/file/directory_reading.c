// getdents64(2): names, types, a stable order of seeking, and the end.
#include "guest.h"
#include <dirent.h>

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
    mkdir("dir", 0755);
    write_file("dir/file", "x", 0644);
    mkdir("dir/sub", 0755);
    symlink("file", "dir/link");
    mkfifo("dir/fifo", 0644);
    struct dirent **entries;
    int count = scandir("dir", &entries, NULL, by_name);
    for (int i = 0; i < count; i++)
        printf("%s %d\n", entries[i]->d_name, entries[i]->d_type);
    DIR *dir = opendir("dir");
    readdir(dir);
    readdir(dir);
    long place = telldir(dir);
    char third[256];
    strcpy(third, readdir(dir)->d_name);
    readdir(dir);
    seekdir(dir, place);
    show_bool("seek", strcmp(readdir(dir)->d_name, third) == 0);
    rewinddir(dir);
    int seen = 0;
    while (readdir(dir) != NULL)
        seen++;
    show("entries", seen);
    char buffer[1024];
    show("tiny buffer", syscall(SYS_getdents64, open("dir", O_RDONLY), buffer, 10));
    show("a file", syscall(SYS_getdents64, open("dir/file", O_RDONLY), buffer, sizeof buffer));
    int fd = open("dir", O_RDONLY);
    for (int i = 0; i < 200; i++) {
        char name[32];
        snprintf(name, sizeof name, "dir/many%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0644));
    }
    seen = 0;
    long length;
    while ((length = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0)
        for (long at = 0; at < length; at += *(unsigned short *)(buffer + at + 16))
            seen++;
    show("many entries", seen);
    show("end again", syscall(SYS_getdents64, fd, buffer, sizeof buffer));
    show("read a directory", read(open("dir", O_RDONLY), buffer, 10));
    return 0;
}
