// userfaultfd(2): missing pages are asked for and brought in by another thread, for the program's accesses and for
// the kernel's; and what its ioctls refuse.
// flags: -pthread
#include "guest.h"
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>

enum { PAGES = 16, PAGE = 4096 };
static char *area;
static int fd;
static char source[2 * PAGE] __attribute__((aligned(PAGE)));

static void show_call(const char *what, int result) { show(what, result); }

static struct uffdio_range range_of(void *start, size_t length)
{
    struct uffdio_range range = {(uintptr_t)start, length};
    return range;
}

static int enable(int which, __u64 features)
{
    struct uffdio_api api = {.api = UFFD_API, .features = features};
    int result = ioctl(which, UFFDIO_API, &api);
    if (result == -1)
        printf("  cleared: %s\n", api.api == 0 && api.ioctls == 0 ? "yes" : "no");
    return result;
}

static int enroll(int which, void *start, size_t length, __u64 mode)
{
    struct uffdio_register reg = {range_of(start, length), mode, 0};
    int result = ioctl(which, UFFDIO_REGISTER, &reg);
    if (result == 0)
        printf("  wake %d copy %d zero %d\n", (int)(reg.ioctls >> _UFFDIO_WAKE & 1),
               (int)(reg.ioctls >> _UFFDIO_COPY & 1), (int)(reg.ioctls >> _UFFDIO_ZEROPAGE & 1));
    return result;
}

static int copy(int which, void *target, void *from, size_t length, __u64 mode)
{
    struct uffdio_copy arg = {(uintptr_t)target, (uintptr_t)from, length, mode, 0};
    int result = ioctl(which, UFFDIO_COPY, &arg);
    int error = errno;
    printf("  copied %lld\n", (long long)arg.copy);
    errno = error;
    return result;
}

static int zero(int which, void *start, size_t length)
{
    struct uffdio_zeropage arg = {range_of(start, length), 0, 0};
    int result = ioctl(which, UFFDIO_ZEROPAGE, &arg);
    int error = errno;
    printf("  zeroed %lld\n", (long long)arg.zeropage);
    errno = error;
    return result;
}

// Serves every fault with a page of the letter that its number gives, every fourth with zeros.
static void *serve(void *unused)
{
    static char content[PAGE];
    for (;;) {
        struct uffd_msg message;
        struct pollfd ready = {fd, POLLIN, 0};
        if (poll(&ready, 1, -1) != 1 || read(fd, &message, sizeof message) != sizeof message)
            continue;
        size_t page = (message.arg.pagefault.address - (uintptr_t)area) / PAGE;
        if (page == PAGES)
            return unused;
        printf("fault: event %#x page %zu write %d\n", message.event, page,
               (int)(message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WRITE));
        memset(content, 'a' + (int)page, PAGE);
        if (page % 4 == 3) {
            struct uffdio_zeropage arg = {range_of(area + page * PAGE, PAGE), 0, 0};
            ioctl(fd, UFFDIO_ZEROPAGE, &arg);
        } else {
            struct uffdio_copy arg = {(uintptr_t)area + page * PAGE, (uintptr_t)content, PAGE, 0, 0};
            ioctl(fd, UFFDIO_COPY, &arg);
        }
    }
}

static void refusals(void)
{
    show_call("unknown flags", syscall(SYS_userfaultfd, 0x40));
    fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    show_bool("descriptor", fd >= 0);
    struct uffd_msg message;
    struct pollfd ready = {fd, POLLIN, 0};
    show_call("poll before the handshake", poll(&ready, 1, 0));
    show_bool("error", ready.revents == POLLERR);
    show_call("read before", read(fd, &message, sizeof message));
    show_call("register before", enroll(fd, area, PAGE, UFFDIO_REGISTER_MODE_MISSING));
    struct uffdio_api wrong = {.api = 0x55};
    show_call("wrong version", ioctl(fd, UFFDIO_API, &wrong));
    show_call("unknown feature", enable(fd, 1ULL << 60));
    show_call("handshake", enable(fd, 0));
    show_call("again", enable(fd, 0));
    show_call("unknown ioctl", ioctl(fd, _IO(UFFDIO, 0x33), 0));
    show_call("short read", read(fd, &message, 8));
    show_call("read of nothing", read(fd, &message, sizeof message));
    show_call("poll", poll(&ready, 1, 0));
    show_call("mode 0", enroll(fd, area, PAGE, 0));
    show_call("mode unknown", enroll(fd, area, PAGE, 0x100));
    show_call("unaligned", enroll(fd, area + 1, PAGE, UFFDIO_REGISTER_MODE_MISSING));
    show_call("length 0", enroll(fd, area, 0, UFFDIO_REGISTER_MODE_MISSING));
    show_call("too long", enroll(fd, area, -(size_t)PAGE, UFFDIO_REGISTER_MODE_MISSING));
    show_call("copy unregistered", copy(fd, area, source, PAGE, 0));
    show_call("zero unregistered", zero(fd, area, PAGE));
    write_file("data", "text", 0644);
    int file = open("data", O_RDWR);
    void *mapped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
    struct uffdio_register reg = {range_of(mapped, PAGE), UFFDIO_REGISTER_MODE_MISSING, 0};
    show_bool("a hole", munmap(mapped, PAGE) == 0 && ioctl(fd, UFFDIO_REGISTER, &reg) == -1);
}

static void filling(void)
{
    show_call("register", enroll(fd, area, PAGES * PAGE, UFFDIO_REGISTER_MODE_MISSING));
    int other = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    enable(other, 0);
    show_call("register by another", enroll(other, area, PAGE, UFFDIO_REGISTER_MODE_MISSING));
    close(other);
    memset(source, 'S', sizeof source);
    show_call("copy", copy(fd, area, source, PAGE, 0));
    show_bool("copied", area[0] == 'S' && area[PAGE - 1] == 'S');
    show_call("copy again", copy(fd, area, source, PAGE, 0));
    show_call("zero over it", zero(fd, area, PAGE));
    show_call("copy two, one is there", copy(fd, area, source, 2 * PAGE, 0));
    show_call("unaligned", copy(fd, area + 5, source, PAGE, 0));
    show_call("unknown mode", copy(fd, area + PAGE, source, PAGE, 0x80));
    show_call("bad source", copy(fd, area + PAGE, (void *)8192, PAGE, 0));
    show_call("beyond", copy(fd, area + (PAGES - 1) * PAGE, source, 2 * PAGE, 0));
    show_call("zero", zero(fd, area + PAGE, PAGE));
    show_bool("zeros", area[PAGE] == 0 && area[2 * PAGE - 1] == 0);
}

static void *accesses(void *unused)
{
    printf("read %c\n", area[2 * PAGE + 7]);
    printf("read zero %d\n", area[3 * PAGE + 7]);
    area[4 * PAGE] = '!';
    printf("written %c%c\n", area[4 * PAGE], area[4 * PAGE + 1]);
    int ends[2];
    pipe(ends);
    // The kernel's accesses: what it reads and what it writes.
    show_call("write from a missing page", write(ends[1], area + 5 * PAGE, 4));
    char got[8] = "";
    show_call("read", read(ends[0], got, sizeof got));
    printf("got %.4s\n", got);
    write(ends[1], "hello", 5);
    show_call("read into a missing page", read(ends[0], area + 6 * PAGE + 10, 5));
    printf("around it %.9s\n", area + 6 * PAGE + 8);
    write(ends[1], "across", 6);
    show_call("read over two pages", read(ends[0], area + 9 * PAGE - 3, 6));
    printf("around it %.8s\n", area + 9 * PAGE - 4);
    pid_t pid = fork();
    if (pid == 0) {
        printf("child: zero %d\n", area[10 * PAGE]);
        _exit(7);
    }
    int *status = (int *)(area + 11 * PAGE);
    show_bool("wait4 into a missing page", waitpid(pid, status, 0) == pid);
    show_status("child", *status);
    struct stat *info = (struct stat *)(area + 12 * PAGE);
    show_call("stat into a missing page", stat("data", info));
    printf("size %d\n", (int)info->st_size);
    madvise(area + 12 * PAGE, PAGE, MADV_DONTNEED);
    printf("dropped and read again %c\n", area[12 * PAGE]);
    (void)*(volatile char *)(area + PAGES * PAGE);
    return unused;
}

int main(void)
{
    area = mmap(NULL, (PAGES + 1) * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    refusals();
    filling();
    show_call("one more", enroll(fd, area + PAGES * PAGE, PAGE, UFFDIO_REGISTER_MODE_MISSING));
    pthread_t server;
    pthread_create(&server, NULL, serve, NULL);
    pthread_t last;
    pthread_create(&last, NULL, accesses, NULL);
    pthread_join(server, NULL);
    // The last fault is answered by the end of its registration only.
    struct uffdio_range range = range_of(area + PAGES * PAGE, PAGE);
    show_call("unregister", ioctl(fd, UFFDIO_UNREGISTER, &range));
    pthread_join(last, NULL);
    close(fd);
    printf("after the end %d\n", area[14 * PAGE]);
    return 0;
}
