// After a fork the parent's writes stay its own, while the child still reads the old bytes.
#include "guest.h"

int main(void)
{
    enum { PAGES = 100 };
    int gate[2];
    char *map =
        mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(map, 'o', PAGES * 4096);
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        char byte;
        read(gate[0], &byte, 1);
        int old = 0;
        for (int i = 0; i < PAGES * 4096; i++)
            old += map[i] == 'o';
        printf("child sees %d old bytes\n", old);
        _exit(0);
    }
    memset(map, 'n', PAGES * 4096);
    munmap(map, PAGES / 2 * 4096);
    write(gate[1], "x", 1);
    show_end("child", pid);
    printf("parent %c\n", map[(PAGES - 1) * 4096]);
    return 0;
}
