// munmap, mprotect, msync, madvise, mlock, mincore and mremap with bad ranges.
#include "guest.h"

static void all(const char *what, char *at, size_t length)
{
    unsigned char seen[16];
    printf("%s\n", what);
    show("  mprotect", mprotect(at, length, PROT_READ | PROT_WRITE));
    show("  msync", msync(at, length, MS_SYNC));
    show("  madvise", madvise(at, length, MADV_NORMAL));
    show("  mlock", mlock(at, length));
    show("  munlock", munlock(at, length));
    show("  mincore", mincore(at, length, seen));
}

int main(void)
{
    char *area = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(area + 2 * 4096, 4096);
    all("mapped", area, 2 * 4096);
    all("misaligned", area + 1, 4096);
    all("length 0", area, 0);
    all("length of one", area, 1);
    all("with a hole", area, 4 * 4096);
    all("only a hole", area + 2 * 4096, 4096);
    all("wrapping", area, (size_t)-4096);
    show("munmap misaligned", munmap(area + 1, 4096));
    show("munmap length 0", munmap(area, 0));
    show("munmap a hole", munmap(area + 2 * 4096, 4096));
    show("munmap wrapping", munmap(area, (size_t)-4096));
    show("munmap all", munmap((void *)0, (size_t)-1));
    show("munmap the last page", munmap((void *)-4096L, 4096));
    show("mprotect of an unknown kind", mprotect(area, 4096, 0x40));
    show("mprotect grows both", mprotect(area, 4096, PROT_READ | PROT_GROWSDOWN | PROT_GROWSUP));
    show("mprotect grows down", mprotect(area, 4096, PROT_READ | PROT_GROWSDOWN));
    show("msync of unknown kind", msync(area, 4096, 0x40));
    show("msync of two kinds", msync(area, 4096, MS_SYNC | MS_ASYNC));
    show("madvise of unknown kind", madvise(area, 4096, 999));
    show("mincore to nowhere", mincore(area, 4096, (unsigned char *)8));
    show("mremap to 0", (long)mremap(area, 4096, 0, 0));
    show("mremap misaligned", (long)mremap(area + 1, 4096, 8192, 0));
    show("mremap of a hole", (long)mremap(area + 2 * 4096, 4096, 8192, MREMAP_MAYMOVE));
    show("mremap over two", (long)mremap(area, 4 * 4096, 8 * 4096, MREMAP_MAYMOVE));
    show("mremap of unknown kind", (long)mremap(area, 4096, 8192, 64));
    show("mremap fixed without move", (long)mremap(area, 4096, 4096, MREMAP_FIXED, area + 4096));
    show("mremap onto itself", (long)mremap(area, 8192, 8192, MREMAP_FIXED | MREMAP_MAYMOVE, area + 4096));
    return 0;
}
