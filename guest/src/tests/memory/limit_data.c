// RLIMIT_DATA counts the break and private writable mappings.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit = {16 << 20, RLIM_INFINITY};
    int private = MAP_PRIVATE | MAP_ANONYMOUS;
    show("limit", setrlimit(RLIMIT_DATA, &limit));
    show("writable", (long)mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE, private, -1, 0));
    show_bool("read-only", mmap(NULL, 32 << 20, PROT_READ, private, -1, 0) != MAP_FAILED);
    show_bool("shared", mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
    char *end = sbrk(0);
    show("brk", brk(end + (32 << 20)));
    show_bool("the break stays", sbrk(0) == end);
    show_bool("a little", mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, private, -1, 0) != MAP_FAILED);
    char *read_only = mmap(NULL, 32 << 20, PROT_READ, private, -1, 0);
    show("making it writable", mprotect(read_only, 32 << 20, PROT_READ | PROT_WRITE));
    return 0;
}
