// Code written through one mapping and run through another.
#include "guest.h"

typedef int (*function)(void);

int main(void)
{
    int fd = (int)syscall(SYS_memfd_create, "code", 0);
    ftruncate(fd, 4096);
    unsigned char *writable = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    unsigned char *runnable = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    show_bool("two places", writable != runnable && runnable != MAP_FAILED);
    long sum = 0;
    for (int i = 0; i < 200; i++) {
        writable[0] = 0xb8;
        memcpy(writable + 1, &i, 4);
        writable[5] = 0xc3;
        sum += ((function)runnable)();
    }
    printf("sum %ld\n", sum);
    unsigned char patch[6] = {0xb8, 99, 0, 0, 0, 0xc3};
    pwrite(fd, patch, 6, 0);
    printf("through the file: %d\n", ((function)runnable)());
    return 0;
}
