// Holes that are punched into mapped files: shared mappings see them, and so do private ones where
// they have not written; MADV_REMOVE and who may; truncation takes all.
#include "guest.h"
#include <setjmp.h>

enum { PAGE = 4096, RW = PROT_READ | PROT_WRITE };
static sigjmp_buf back;

static void caught(int signal)
{
    siglongjmp(back, signal);
}

static void look(const char *what, volatile char *at)
{
    int signal = sigsetjmp(back, 1);
    if (signal == 0)
        printf("%s: %d\n", what, *at);
    else
        printf("%s: %s\n", what, signal_name(signal));
}

static void fill(int fd)
{
    char page[PAGE];
    for (int i = 0; i < 8; i++) {
        memset(page, 'a' + i, PAGE);
        pwrite(fd, page, PAGE, i * PAGE);
    }
}

static void punch(const char *name, int fd)
{
    printf("-- %s\n", name);
    fill(fd);
    char *shared = mmap(NULL, 8 * PAGE, RW, MAP_SHARED, fd, 0);
    char *private = mmap(NULL, 8 * PAGE, RW, MAP_PRIVATE, fd, 0);
    char *reader = mmap(NULL, 8 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += private[i * PAGE] + reader[i * PAGE] + shared[i * PAGE];
    printf("read %d\n", sum);
    private[2 * PAGE + 1] = 'X';
    int ready[2], go[2];
    pipe(ready);
    pipe(go);
    pid_t pid = fork();
    if (pid == 0) {
        char byte = private[3 * PAGE];
        private[4 * PAGE + 1] = 'Y';
        write(ready[1], &byte, 1);
        read(go[0], &byte, 1);
        look("child: inherited clean", private + 1 * PAGE);
        look("child: inherited written", private + 2 * PAGE);
        look("child: read", private + 3 * PAGE);
        look("child: written here", private + 4 * PAGE);
        look("child: never touched there", reader + 5 * PAGE);
        _exit(0);
    }
    char byte;
    read(ready[0], &byte, 1);
    show("punch", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, PAGE, 5 * PAGE));
    write(go[1], &byte, 1);
    show_end("child", pid);
    look("before the hole", private);
    look("shared", shared + PAGE);
    look("private, clean", private + 1 * PAGE);
    look("private, written", private + 2 * PAGE);
    look("private, written byte", private + 2 * PAGE + 1);
    look("private, written by the child", private + 4 * PAGE);
    look("reader", reader + 3 * PAGE);
    look("behind the hole", private + 6 * PAGE);
    show("within a page", fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 6 * PAGE + 1, 1));
    look("private, clean", private + 6 * PAGE + 1);
    look("private, beside it", private + 6 * PAGE + 2);
    printf("moved %s\n", mremap(private + 7 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
                                reader + 7 * PAGE) == reader + 7 * PAGE ? "there" : "not");
    fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 7 * PAGE, PAGE);
    look("moved, clean", reader + 7 * PAGE);

    fill(fd);
    show("remove, shared", madvise(shared + PAGE, PAGE, MADV_REMOVE));
    look("removed", shared + PAGE);
    look("not removed", shared + 2 * PAGE);
    show("remove, private", madvise(private, PAGE, MADV_REMOVE));
    mprotect(shared, PAGE, PROT_READ);
    show("remove, made read-only", madvise(shared, PAGE, MADV_REMOVE));
    look("removed", shared);

    look("private", private + 3 * PAGE);
    private[PAGE] = 'Z';
    show("cut", ftruncate(fd, PAGE / 2));
    look("private, kept", private);
    look("private, cut half", private + PAGE - 1);
    look("private, cut and written", private + PAGE);
    look("private, cut", private + 3 * PAGE);
    look("shared, cut", shared + 3 * PAGE);
    munmap(shared, 8 * PAGE);
    munmap(reader, 8 * PAGE);
    munmap(private, 7 * PAGE);
}

static void modes(const char *name, int fd)
{
    struct stat status;
    char text[5] = "";
    ftruncate(fd, 0);
    pwrite(fd, "abcd", 4, 0);
    show(name, fallocate(fd, FALLOC_FL_ZERO_RANGE, 1, 2));
    pread(fd, text, 4, 0);
    printf("%d %d\n", text[0], text[1]);
    show("keeping the size", fallocate(fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, 0, 100));
    show("growing", fallocate(fd, FALLOC_FL_ZERO_RANGE, 0, 100));
    fstat(fd, &status);
    show("size", status.st_size);
    int both = FALLOC_FL_ZERO_RANGE | FALLOC_FL_PUNCH_HOLE;
    show("both", fallocate(fd, both | FALLOC_FL_KEEP_SIZE, 0, 100));
    show("unknown", fallocate(fd, 0x4000, 0, 100));
}

int main(void)
{
    handle(SIGBUS, caught, 0);
    handle(SIGSEGV, caught, 0);
    int file = open("data", O_RDWR | O_CREAT, 0644);
    int memory = memfd_create("data", 0);
    punch("file", file);
    punch("memfd", memory);
    printf("-- zeroed ranges\n");
    modes("file", file);
    modes("memfd", memory);

    printf("-- anonymous\n");
    char *map = mmap(NULL, 3 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    show("private", madvise(map, PAGE, MADV_REMOVE));
    map = mmap(NULL, 3 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(map, 'a', 3 * PAGE);
    show("shared", madvise(map + PAGE, PAGE, MADV_REMOVE));
    printf("%d %d %d\n", map[PAGE - 1], map[PAGE], map[2 * PAGE]);
    mlock(map, PAGE);
    show("locked", madvise(map, PAGE, MADV_REMOVE));
    int reader = open("data", O_RDONLY);
    map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, reader, 0);
    show("open for reading", madvise(map, PAGE, MADV_REMOVE));
    int sealed = memfd_create("sealed", MFD_ALLOW_SEALING);
    fill(sealed);
    fcntl(sealed, F_ADD_SEALS, F_SEAL_WRITE);
    show("sealed", fallocate(sealed, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE));
    return 0;
}
