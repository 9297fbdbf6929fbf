// statm, and the sizes that mapping and touching change.
#include "guest.h"

static long field(int number)
{
    char text[256], *at = text;
    read_file("/proc/self/statm", text, sizeof text);
    for (int i = 0; i < number; i++)
        at = strchr(at, ' ') + 1;
    return atol(at);
}

int main(void)
{
    enum { PAGES = 500 };
    long size = field(0), resident = field(1);
    char *map = mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(map, PAGES * 4096, MADV_NOHUGEPAGE);
    show("size grew by", field(0) - size);
    show_bool("not resident", field(1) - resident < 50);
    for (int i = 0; i < PAGES; i++)
        map[i * 4096] = 1;
    show_bool("resident grew", field(1) - resident >= PAGES - 50);
    munmap(map, PAGES * 4096);
    show("back to", field(0) - size);
    show_bool("resident shrank", field(1) - resident < 50);
    return 0;
}
