// Copy on write through three generations, and through exec-free deep chains.
#include "guest.h"

enum { PAGES = 64 };
static char *map;

static int sum(void)
{
    int total = 0;
    for (int i = 0; i < PAGES; i++)
        total += map[i * 4096];
    return total;
}

int main(void)
{
    map = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < PAGES; i++)
        map[i * 4096] = 1;
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < PAGES; i += 2)
            map[i * 4096] = 2;
        pid_t grandchild = fork();
        if (grandchild == 0) {
            for (int i = 0; i < PAGES; i += 4)
                map[i * 4096] = 3;
            printf("grandchild %d\n", sum());
            _exit(0);
        }
        waitpid(grandchild, NULL, 0);
        printf("child %d\n", sum());
        _exit(0);
    }
    waitpid(child, NULL, 0);
    printf("parent %d\n", sum());
    for (int generation = 0; generation < 20; generation++) {
        pid_t pid = fork();
        if (pid != 0) {
            waitpid(pid, NULL, 0);
            if (generation == 0)
                printf("top %d\n", sum());
            _exit(0);
        }
        map[generation * 4096]++;
    }
    printf("bottom %d\n", sum());
    return 0;
}
