// A process may have 65,530 mappings.
#include "guest.h"

int main(void)
{
    int count = 0, fd = memfd_create("page", 0);
    ftruncate(fd, 4096);
    while (mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) != MAP_FAILED)
        count++;
    show("one more", -1);
    show_bool("some 65,530", count > 65400 && count < 65530);
    return 0;
}
