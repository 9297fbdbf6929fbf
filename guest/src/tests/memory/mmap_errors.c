// The errors of mmap(2), in the order they are noticed.
#include "guest.h"

static void attempt(const char *what, void *address, size_t length, int protection, int flags, int fd,
                    off_t offset)
{
    void *map = (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
    show_ok(what, map == MAP_FAILED ? -1 : 0);
    if (map != MAP_FAILED)
        munmap(map, length);
}

int main(void)
{
    write_file("data", "hello", 0644);
    int reader = open("data", O_RDONLY), writer = open("data", O_WRONLY), pipes[2];
    int anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    pipe(pipes);
    attempt("length 0", NULL, 0, PROT_READ, anonymous, -1, 0);
    attempt("neither private nor shared", NULL, 4096, PROT_READ, MAP_ANONYMOUS, -1, 0);
    attempt("bad offset", NULL, 4096, PROT_READ, MAP_PRIVATE, reader, 100);
    attempt("bad descriptor", NULL, 4096, PROT_READ, MAP_PRIVATE, 99, 0);
    attempt("bad descriptor, bad offset", NULL, 4096, PROT_READ, MAP_PRIVATE, 99, 100);
    attempt("bad descriptor, length 0", NULL, 0, PROT_READ, MAP_PRIVATE, 99, 0);
    attempt("pipe", NULL, 4096, PROT_READ, MAP_PRIVATE, pipes[0], 0);
    attempt("write-only file", NULL, 4096, PROT_READ, MAP_PRIVATE, writer, 0);
    attempt("shared write of a reader", NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, reader, 0);
    attempt("private write of a reader", NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, reader, 0);
    attempt("fixed misaligned", (void *)0x10000100, 4096, PROT_READ, anonymous | MAP_FIXED, -1, 0);
    attempt("hint misaligned", (void *)0x10000100, 4096, PROT_READ, anonymous, -1, 0);
    attempt("enormous", NULL, 1UL << 60, PROT_READ, anonymous, -1, 0);
    attempt("overflowing", NULL, ~0UL, PROT_READ, anonymous, -1, 0);
    attempt("enormous far into a file", NULL, ~4095UL, PROT_READ, MAP_PRIVATE, reader, ~4095L);
    attempt("beyond any file", NULL, 4096, PROT_READ, MAP_PRIVATE, reader, ~4095L);
    attempt("anonymous far out", NULL, 4096, PROT_READ, anonymous, -1, ~4095L);
    attempt("fixed in the kernel", (void *)0xffff800000000000, 4096, PROT_READ, anonymous | MAP_FIXED,
            -1, 0);
    attempt("shared and validated", NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE, reader, 0);
    attempt("validated with an unknown flag", NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE | 1 << 22,
            reader, 0);
    attempt("directory", NULL, 4096, PROT_READ, MAP_PRIVATE, open(".", O_RDONLY), 0);
    return 0;
}
