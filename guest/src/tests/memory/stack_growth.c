// The stack grows on demand to its limit; the map shows it.
#include "guest.h"
#include <sys/resource.h>

static long touch(int pages)
{
    volatile char block[4096];
    block[0] = (char)pages;
    return pages == 0 ? 0 : touch(pages - 1) + (block[0] != 0);
}

static long stack_size(void)
{
    char line[512];
    unsigned long low, high;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, "[stack]") != NULL && sscanf(line, "%lx-%lx", &low, &high) == 2) {
            fclose(maps);
            return (long)(high - low);
        }
    return -1;
}

int main(void)
{
    long before = stack_size();
    show_bool("small at first", before > 0 && before < 1 << 20);
    touch(500);
    long after = stack_size();
    show_bool("grown by 2 MB", after >= 500 * 4096);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {1 << 20, 1 << 20};
        setrlimit(RLIMIT_STACK, &limit);
        touch(1000);
        _exit(0);
    }
    show_end("beyond the limit", pid);
    pid = fork();
    if (pid == 0) {
        touch(1000);
        _exit(3);
    }
    show_end("within the limit", pid);
    return 0;
}
