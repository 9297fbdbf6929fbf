// mmap(2): lengths beyond all address space, mappings that cannot grow.
#include "guest.h"
#include <sys/mman.h>

static void map(const char *what, size_t length, int flags, int fd)
{
    char *at = mmap(NULL, length, PROT_READ, flags, fd, 0);
    show(what, at == MAP_FAILED ? -1 : 0);
    if (at != MAP_FAILED)
        munmap(at, length);
}

int main(void)
{
    int fd = open("/proc/self/exe", O_RDONLY);
    map("all but a page", -4096UL, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    map("half", sizeof(long) == 8 ? ~0UL / 2 + 1 : -4096UL, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    map("all but a page, shared", -4096UL, MAP_SHARED | MAP_ANONYMOUS, -1);
    map("all but a page of a file", -4096UL, MAP_PRIVATE, fd);
    map("all", -1UL, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    map("nothing", 0, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    map("growing", 4096, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1);
    map("growing, shared", 4096, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1);
    map("growing, of a file", 4096, MAP_PRIVATE | MAP_GROWSDOWN, fd);
    map("growing, shared, of a file", 4096, MAP_SHARED | MAP_GROWSDOWN, fd);
    return 0;
}
