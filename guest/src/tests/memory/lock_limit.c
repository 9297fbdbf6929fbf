// RLIMIT_MEMLOCK bounds what may be locked, but not for who has CAP_IPC_LOCK.
#include "guest.h"
#include <sys/resource.h>

enum { PAGE = 4096 };

static void limited(rlim_t bytes)
{
    struct rlimit limit = {bytes, 256 * PAGE};
    setrlimit(RLIMIT_MEMLOCK, &limit);
}

static void *map(const char *what, size_t pages, int flags)
{
    void *at = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    show_ok(what, at == MAP_FAILED ? -1 : 0);
    return at;
}

static void attempts(void)
{
    limited(8 * PAGE);
    char *pages = map("map", 16, 0);
    show("lock 16 pages", mlock(pages, 16 * PAGE));
    show("unlock", munlock(pages, 16 * PAGE));
    show("lock 8 pages", mlock(pages, 8 * PAGE));
    show("lock them again", mlock(pages, 8 * PAGE));
    show("lock one more", mlock(pages + 8 * PAGE, 1));
    munmap(pages, 16 * PAGE);
    map("map 16 locked", 16, MAP_LOCKED);
    munlockall();
    pages = map("map 6 locked", 6, MAP_LOCKED);
    show_ok("grow to 10", (long)mremap(pages, 6 * PAGE, 10 * PAGE, MREMAP_MAYMOVE));
    munlockall();
    show("lock what is there", mlockall(MCL_CURRENT));
    munlockall();
    show("lock what will be", mlockall(MCL_FUTURE));
    map("map 16", 16, 0);
    show_bool("sbrk 16", sbrk(16 * PAGE) != (void *)-1);
    pages = map("map 4", 4, 0);
    show("it is locked", msync(pages, 4 * PAGE, MS_INVALIDATE | MS_ASYNC));
    munlockall();
    show_bool("sbrk 16", sbrk(16 * PAGE) != (void *)-1);
    limited(0);
    show("no limit left: lock", mlock(pages, PAGE));
    show("unlock", munlock(pages, PAGE));
    show("lock all", mlockall(MCL_FUTURE));
    map("map locked", 1, MAP_LOCKED);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        attempts();
        _exit(0);
    }
    show_end("with CAP_IPC_LOCK", pid);
    pid = fork();
    if (pid == 0) {
        setuid(65534);
        attempts();
        _exit(0);
    }
    show_end("without", pid);
    return 0;
}
