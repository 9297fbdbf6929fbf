// RLIMIT_AS: mmap, brk, mremap and stack growth fail; what is there stays.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit = {256 << 20, RLIM_INFINITY};
    show("limit", setrlimit(RLIMIT_AS, &limit));
    char *small = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    show_bool("a little", small != MAP_FAILED);
    show("too much", (long)mmap(NULL, 300 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    show("too much shared", (long)mmap(NULL, 300 << 20, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    show("grow", (long)mremap(small, 1 << 20, 300 << 20, MREMAP_MAYMOVE));
    char *end = sbrk(0);
    show("brk", brk(end + (300 << 20)));
    show_bool("the break stays", sbrk(0) == end);
    show_bool("malloc", malloc(300 << 20) == NULL);
    limit.rlim_cur = 1 << 12;
    show("below what is there", setrlimit(RLIMIT_AS, &limit));
    small[100] = 1;
    show("one page more", (long)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    show("the same place", (long)mmap(small, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == (long)small ? 1 : -1);
    show("a fork", fork() == 0 ? (_exit(0), 0) : 0);
    return 0;
}
