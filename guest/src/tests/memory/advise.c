// madvise(2): DONTNEED drops private pages, DONTFORK hides them from children, WIPEONFORK clears.
#include "guest.h"

int main(void)
{
    int rw = PROT_READ | PROT_WRITE;
    char *map = mmap(NULL, 4 * 4096, rw, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(map, 'a', 4 * 4096);
    show("DONTNEED", madvise(map + 4096, 4096, MADV_DONTNEED));
    printf("%c %d %c\n", map[0], map[4096], map[8192]);
    write_file("data", "file text", 0644);
    int fd = open("data", O_RDWR);
    char *file = mmap(NULL, 4096, rw, MAP_PRIVATE, fd, 0);
    strcpy(file, "changed");
    madvise(file, 4096, MADV_DONTNEED);
    printf("private file again: %s\n", file);
    show("WIPEONFORK", madvise(map, 4096, MADV_WIPEONFORK));
    show("DONTFORK", madvise(map + 8192, 4096, MADV_DONTFORK));
    pid_t pid = fork();
    if (pid == 0) {
        unsigned char vector;
        printf("child: wiped %d\n", map[0]);
        show("child: not forked", mincore(map + 8192, 4096, &vector));
        printf("child: plain %c\n", map[3 * 4096]);
        _exit(0);
    }
    show_end("child", pid);
    printf("parent: %c %c\n", map[0], map[8192]);
    show("WILLNEED", madvise(map, 4096, MADV_WILLNEED));
    show("SEQUENTIAL", madvise(map, 4096, MADV_SEQUENTIAL));
    show("unknown", madvise(map, 4096, 999));
    show("misaligned", madvise(map + 1, 4096, MADV_NORMAL));
    show("length 0", madvise(map, 0, MADV_DONTNEED));
    munmap(map + 4096, 4096);
    show("over a hole", madvise(map, 3 * 4096, MADV_DONTNEED));
    return 0;
}
