// mprotect(2): across several maps, splitting and joining, and its errors.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf back;
static void handler(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

static const char *access_to(volatile char *address)
{
    static char result[4];
    result[0] = result[1] = '-';
    result[2] = 0;
    if (sigsetjmp(back, 1) == 0) {
        *address;
        result[0] = 'r';
    }
    if (sigsetjmp(back, 1) == 0) {
        *address = 1;
        result[1] = 'w';
    }
    return result;
}

int main(void)
{
    handle(SIGSEGV, handler, 0);
    char *map = mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    show("none", mprotect(map + 4096, 4096, PROT_NONE));
    show("read", mprotect(map + 8192, 4096, PROT_READ));
    show("write", mprotect(map + 12288, 4096, PROT_WRITE));
    for (int i = 0; i < 5; i++)
        printf("page %d: %s\n", i, access_to(map + i * 4096));
    show("all again", mprotect(map, 5 * 4096, PROT_READ | PROT_WRITE));
    for (int i = 0; i < 5; i++)
        printf("page %d: %s\n", i, access_to(map + i * 4096));
    munmap(map + 8192, 4096);
    show("over a hole", mprotect(map, 5 * 4096, PROT_READ));
    printf("before the hole: %s\n", access_to(map));
    printf("after the hole: %s\n", access_to(map + 12288));
    show("misaligned", mprotect(map + 1, 4096, PROT_READ));
    show("length 0", mprotect(map, 0, PROT_READ));
    show("bad bits", mprotect(map, 4096, 0x100));
    write_file("data", "text", 0644);
    int fd = open("data", O_RDONLY);
    char *file = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    show("write to a reader's file", mprotect(file, 4096, PROT_READ | PROT_WRITE));
    return 0;
}
