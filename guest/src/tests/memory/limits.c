// RLIMIT_AS, RLIMIT_DATA and RLIMIT_MEMLOCK stop maps and breaks with ENOMEM or EAGAIN.
#include "guest.h"
#include <sys/resource.h>

static long try_map(size_t size, int flags)
{
    void *map = mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
    return map == MAP_FAILED ? -1 : 0;
}

static void limited(int resource, rlim_t value)
{
    struct rlimit limit = {value, value};
    setrlimit(resource, &limit);
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        limited(RLIMIT_AS, 64 << 20);
        show_ok("32 MB", try_map(32 << 20, MAP_PRIVATE));
        show_ok("64 MB", try_map(64 << 20, MAP_PRIVATE));
        show_bool("sbrk 64 MB", sbrk(64 << 20) != (void *)-1);
        _exit(0);
    }
    show_end("RLIMIT_AS", pid);
    pid = fork();
    if (pid == 0) {
        limited(RLIMIT_DATA, 8 << 20);
        show_ok("private 16 MB", try_map(16 << 20, MAP_PRIVATE));
        show_ok("shared 16 MB", try_map(16 << 20, MAP_SHARED));
        show_bool("sbrk 16 MB", sbrk(16 << 20) != (void *)-1);
        show_bool("malloc 1 MB", malloc(1 << 20) != NULL);
        _exit(0);
    }
    show_end("RLIMIT_DATA", pid);
    return 0;
}
