// MAP_GROWSDOWN: a map that grows towards lower addresses when touched below.
#include "guest.h"

int main(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS, rw = PROT_READ | PROT_WRITE;
    char *area = mmap(NULL, 4 << 20, PROT_NONE, flags, -1, 0);
    munmap(area, 4 << 20);
    char *top = area + (3 << 20);
    char *map = mmap(top, 4096, rw, flags | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
    show_bool("mapped", map == top);
    map[0] = 1;
    map[-1] = 2;
    map[-4096] = 3;
    map[-8192] = 4;
    printf("%d %d %d %d\n", map[0], map[-1], map[-4096], map[-8192]);
    pid_t pid = fork();
    if (pid == 0) {
        // A neighbour closer than the guard gap stops the growth.
        mmap(top - 40 * 4096, 4096, rw, flags | MAP_FIXED, -1, 0);
        for (int i = 3; i < 39; i++)
            top[-i * 4096] = 1;
        _exit(0);
    }
    show_end("into the guard gap", pid);
    return 0;
}
