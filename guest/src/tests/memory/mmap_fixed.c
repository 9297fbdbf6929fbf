// MAP_FIXED replaces what was there; MAP_FIXED_NOREPLACE refuses; a plain hint is only a hint.
#include "guest.h"

int main(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS, rw = PROT_READ | PROT_WRITE;
    char *map = mmap(NULL, 3 * 4096, rw, flags, -1, 0);
    memset(map, 'a', 3 * 4096);
    char *middle = mmap(map + 4096, 4096, rw, flags | MAP_FIXED, -1, 0);
    show_bool("fixed where asked", middle == map + 4096);
    printf("%c %d %c\n", map[4095], map[4096], map[8192]);
    void *refused = mmap(map + 4096, 8192, rw, flags | MAP_FIXED_NOREPLACE, -1, 0);
    show_ok("no replace", refused == MAP_FAILED ? -1 : 0);
    munmap(map + 4096, 4096);
    char *filled = mmap(map + 4096, 4096, rw, flags | MAP_FIXED_NOREPLACE, -1, 0);
    show_bool("no replace into a hole", filled == map + 4096);
    char *hinted = mmap(map, 4096, rw, flags, -1, 0);
    show_bool("hint taken by another map", hinted != map);
    munmap(map, 3 * 4096);
    hinted = mmap(map, 4096, rw, flags, -1, 0);
    show_bool("hint free", hinted == map);
    return 0;
}
