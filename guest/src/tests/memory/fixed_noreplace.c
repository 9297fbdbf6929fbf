// MAP_FIXED_NOREPLACE takes a free place exactly and refuses one in use.
#include "guest.h"

int main(void)
{
    char *area = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
    munmap(area + 4096, 2 * 4096);
    strcpy(area, "kept");
    show_bool("a hole", mmap(area + 4096, 4096, PROT_READ, flags, -1, 0) == area + 4096);
    show("over its end", (long)mmap(area + 4096, 2 * 4096, PROT_READ, flags, -1, 0));
    show("over its begin", (long)mmap(area, 2 * 4096, PROT_READ, flags, -1, 0));
    show("all of it", (long)mmap(area, 4 * 4096, PROT_READ, flags, -1, 0));
    show("misaligned", (long)mmap(area + 4096 + 1, 4096, PROT_READ, flags, -1, 0));
    show("length 0", (long)mmap(area + 8192, 0, PROT_READ, flags, -1, 0));
    printf("%s\n", area);
    show_bool("with MAP_FIXED too", mmap(area + 8192, 4096, PROT_READ, flags | MAP_FIXED, -1, 0) == area + 8192);
    return 0;
}
