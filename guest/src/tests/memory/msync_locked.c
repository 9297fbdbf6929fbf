// msync refuses to drop what is cached of locked pages.
#include "guest.h"
#include <limits.h>

int main(void)
{
    char *pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    show("unlocked", msync(pages, 3 * 4096, MS_SYNC | MS_INVALIDATE));
    show("lock", mlock(pages + 4096, 4096));
    show("locked", msync(pages, 3 * 4096, MS_SYNC | MS_INVALIDATE));
    show("locked, asynchronous", msync(pages, 3 * 4096, MS_ASYNC | MS_INVALIDATE));
    show("locked, kept", msync(pages, 3 * 4096, MS_SYNC));
    show("before it", msync(pages, 4096, MS_SYNC | MS_INVALIDATE));
    show("nothing", msync(pages + 4096, 0, MS_SYNC | MS_INVALIDATE));
    munmap(pages, 4096);
    show("hole and locked", msync(pages, 3 * 4096, MS_SYNC | MS_INVALIDATE));
    show("unlock", munlock(pages + 4096, 4096));
    show("hole", msync(pages, 3 * 4096, MS_SYNC | MS_INVALIDATE));
    char *far = (char *)((unsigned long)LONG_MAX & ~4095UL);
    show("far away", msync(far, 4096, MS_SYNC));
    show("lock far away", mlock(far, 8));
    return 0;
}
