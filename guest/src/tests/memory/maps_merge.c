// Neighbouring maps with the same rights show as one line in /proc/self/maps; differing ones split.
#include "guest.h"

static int lines_in(uintptr_t low, uintptr_t high)
{
    char line[512];
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long start, end;
        char rights[5];
        if (sscanf(line, "%lx-%lx %4s", &start, &end, rights) == 3 && start >= low && end <= high) {
            printf(" +%lu:%lu %s", (start - low) / 4096, (end - start) / 4096, rights);
            count++;
        }
    }
    printf("\n");
    fclose(maps);
    return count;
}

int main(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS, rw = PROT_READ | PROT_WRITE;
    char *area = mmap(NULL, 64 * 4096, PROT_NONE, flags, -1, 0);
    munmap(area, 64 * 4096);
    char *map = area + 16 * 4096;
    uintptr_t low = (uintptr_t)map, high = low + 10 * 4096;
    mmap(map, 10 * 4096, rw, flags | MAP_FIXED, -1, 0);
    lines_in(low, high);
    mprotect(map + 3 * 4096, 2 * 4096, PROT_READ);
    lines_in(low, high);
    mprotect(map + 3 * 4096, 2 * 4096, rw);
    lines_in(low, high);
    munmap(map + 5 * 4096, 4096);
    lines_in(low, high);
    mmap(map + 5 * 4096, 4096, rw, flags | MAP_FIXED, -1, 0);
    lines_in(low, high);
    mmap(map + 5 * 4096, 4096, rw, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    lines_in(low, high);
    return 0;
}
