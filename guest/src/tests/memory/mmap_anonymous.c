// Anonymous maps: zeroed, private or shared, adjacent ones independent, freed by munmap.
#include "guest.h"

int main(void)
{
    char *map = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int sum = 0;
    for (int i = 0; i < 4 * 4096; i++)
        sum += map[i];
    printf("zeroed: %d\n", sum);
    memset(map, 1, 4 * 4096);
    show("unmap the middle", munmap(map + 4096, 4096));
    unsigned char vector[4];
    show("first", mincore(map, 4096, vector));
    show("hole", mincore(map + 4096, 4096, vector));
    show("unmap nothing there", munmap(map + 4096, 4096));
    show("misaligned", munmap(map + 100, 4096));
    show("length 0", munmap(map, 0));
    char *again = mmap(map + 4096, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    show_bool("hole filled", again == map + 4096);
    printf("contents %d %d %d\n", map[0], map[4096], map[8192]);
    return 0;
}
