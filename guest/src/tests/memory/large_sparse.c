// A large map costs only what is touched; reads of untouched pages give zeros.
#include "guest.h"

int main(void)
{
    size_t size = 256UL << 20;
    char *map = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    show_bool("mapped", map != MAP_FAILED);
    for (size_t i = 0; i < size; i += 16 << 20)
        map[i] = (char)(i >> 24);
    int sum = 0;
    for (size_t i = 0; i < size; i += 8 << 20)
        sum += map[i];
    printf("sum %d\n", sum);
    pid_t pid = fork();
    if (pid == 0) {
        map[size - 1] = 9;
        _exit(map[240UL << 20]);
    }
    show_end("child", pid);
    printf("last %d\n", map[size - 1]);
    show("unmap", munmap(map, size));
    return 0;
}
