// RLIMIT_MEMLOCK without privileges: mlock, mlockall and MAP_LOCKED.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit = {8 * 4096, 8 * 4096};
    setrlimit(RLIMIT_MEMLOCK, &limit);
    char *area = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    setgid(1000);
    setuid(1000);
    show("half", mlock(area, 4 * 4096));
    show("the same again", mlock(area, 4 * 4096));
    show("all of it", mlock(area, 16 * 4096));
    show("up to the limit", mlock(area + 4 * 4096, 4 * 4096));
    show("one more", mlock(area + 8 * 4096, 1));
    show("unlock one", munlock(area, 4096));
    show("one more", mlock(area + 8 * 4096, 1));
    show("MAP_LOCKED", (long)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0));
    show("mlockall", mlockall(MCL_CURRENT));
    show("mlockall of nothing", mlockall(0));
    show("mlockall of unknown kind", mlockall(64));
    show("munlockall", munlockall());
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_MEMLOCK, &limit);
    show("none allowed", mlock(area, 1));
    return 0;
}
