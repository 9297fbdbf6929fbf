// mincore(2) and mlock(2): what is resident.
#include "guest.h"
#include <sys/resource.h>

static void show_vector(const char *what, void *map, int pages)
{
    unsigned char vector[16];
    if (mincore(map, (size_t)pages * 4096, vector) != 0) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    printf("%s:", what);
    for (int i = 0; i < pages; i++)
        printf(" %d", vector[i] & 1);
    printf("\n");
}

int main(void)
{
    char *map = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(map, 4 * 4096, MADV_NOHUGEPAGE);
    show_vector("fresh", map, 4);
    map[4096] = 1;
    map[3 * 4096] = 1;
    show_vector("two touched", map, 4);
    show("mlock", mlock(map, 4096));
    show_vector("first locked", map, 4);
    show("munlock", munlock(map, 4096));
    madvise(map + 4096, 4096, MADV_DONTNEED);
    show_vector("one dropped", map, 4);
    unsigned char vector;
    show("misaligned", mincore(map + 1, 4096, &vector));
    show("bad vector", mincore(map, 4096, (unsigned char *)8));
    show("mlock unmapped", mlock((void *)0x10000, 4096));
    return 0;
}
