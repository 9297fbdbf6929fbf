// mremap(2): growing in place or moving, shrinking, moving to a chosen place, and errors.
#include "guest.h"

int main(void)
{
    int rw = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
    char *map = mmap(NULL, 8 * 4096, rw, flags, -1, 0);
    munmap(map + 4 * 4096, 4 * 4096);
    strcpy(map, "kept");
    strcpy(map + 3 * 4096, "end");
    char *same = mremap(map, 4 * 4096, 8 * 4096, 0);
    show_bool("grown in place", same == map);
    printf("%s %s %d\n", map, map + 3 * 4096, map[7 * 4096]);
    show_bool("shrunk", mremap(map, 8 * 4096, 2 * 4096, 0) == map);
    char *blocker = mmap(map + 2 * 4096, 4096, rw, flags | MAP_FIXED, -1, 0);
    show_ok("blocked", mremap(map, 2 * 4096, 4 * 4096, 0) == MAP_FAILED ? -1 : 0);
    char *moved = mremap(map, 2 * 4096, 4 * 4096, MREMAP_MAYMOVE);
    show_bool("moved", moved != map && moved != MAP_FAILED);
    printf("%s\n", moved);
    unsigned char vector;
    show("old place", mincore(map, 4096, &vector));
    char *target = mmap(NULL, 4 * 4096, rw, flags, -1, 0);
    memset(target, 'x', 4 * 4096);
    char *fixed = mremap(moved, 4 * 4096, 4 * 4096, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    show_bool("to a place", fixed == target);
    printf("%s %d\n", target, target[4096]);
    show_ok("not mapped", mremap((void *)0x20000, 4096, 8192, MREMAP_MAYMOVE) == MAP_FAILED ? -1 : 0);
    show_ok("fixed alone", mremap(target, 4096, 4096, MREMAP_FIXED, blocker) == MAP_FAILED ? -1 : 0);
    show_ok("new size 0", mremap(target, 4096, 0, 0) == MAP_FAILED ? -1 : 0);
    show_ok("misaligned", mremap(target + 1, 4096, 8192, 0) == MAP_FAILED ? -1 : 0);
    show_ok("bad flags", mremap(target, 4096, 4096, 64) == MAP_FAILED ? -1 : 0);
    return 0;
}
