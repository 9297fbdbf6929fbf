// Shared maps, anonymous and of a file, stay shared between parent and child both ways.
#include "guest.h"

int main(void)
{
    write_file("data", "0123456789", 0644);
    int fd = open("data", O_RDWR), rw = PROT_READ | PROT_WRITE;
    volatile char *file = mmap(NULL, 4096, rw, MAP_SHARED, fd, 0);
    volatile int *word = mmap(NULL, 4096, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pid = fork();
    if (pid == 0) {
        while (word[0] != 1)
            sched_yield();
        file[0] = 'C';
        word[1] = 2;
        char text[11] = "";
        pread(fd, text, 10, 0);
        printf("child read %s\n", text);
        _exit(0);
    }
    file[5] = 'P';
    word[0] = 1;
    show_end("child", pid);
    char text[11] = "";
    pread(fd, text, 10, 0);
    printf("file %s, word %d\n", text, word[1]);
    pwrite(fd, "W", 1, 9);
    printf("map sees the write: %c\n", file[9]);
    show("msync", msync((void *)file, 4096, MS_SYNC));
    show("msync bad flags", msync((void *)file, 4096, MS_SYNC | MS_ASYNC));
    munmap((void *)file, 4096);
    show("msync unmapped", msync((void *)file, 4096, MS_SYNC));
    return 0;
}
