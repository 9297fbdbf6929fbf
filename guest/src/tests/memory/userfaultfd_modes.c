// userfaultfd(2): write protection, signals instead of messages, shared memory, threads told apart, and the end of a
// descriptor that somebody waits for.
// flags: -pthread
#include "guest.h"
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <setjmp.h>
#include <sys/ioctl.h>

enum { PAGE = 4096 };
static sigjmp_buf back;

static int make(__u64 features, int flags)
{
    int fd = syscall(SYS_userfaultfd, O_CLOEXEC | flags);
    struct uffdio_api api = {.api = UFFD_API, .features = features};
    show("handshake", ioctl(fd, UFFDIO_API, &api));
    return fd;
}

static char *map(int pages, int kind)
{
    return mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, kind | MAP_ANONYMOUS, -1, 0);
}

static long enroll(int fd, void *start, int pages, __u64 mode)
{
    struct uffdio_register reg = {{(uintptr_t)start, (unsigned)pages * PAGE}, mode, 0};
    long result = ioctl(fd, UFFDIO_REGISTER, &reg);
    if (result == 0)
        printf("  protects: %d\n", (int)(reg.ioctls >> _UFFDIO_WRITEPROTECT & 1));
    return result;
}

static long guard(int fd, void *start, int pages, __u64 mode)
{
    struct uffdio_writeprotect arg = {{(uintptr_t)start, (unsigned)pages * PAGE}, mode};
    return ioctl(fd, UFFDIO_WRITEPROTECT, &arg);
}

static long fill(int fd, void *start, __u64 mode)
{
    static char content[PAGE];
    memset(content, 'f', PAGE);
    struct uffdio_copy arg = {(uintptr_t)start, (uintptr_t)content, PAGE, mode, 0};
    return ioctl(fd, UFFDIO_COPY, &arg);
}

static void message_of(int fd, char *base)
{
    struct uffd_msg message;
    if (read(fd, &message, sizeof message) == sizeof message)
        printf("  page %d write %d protected %d\n", (int)((message.arg.pagefault.address - (uintptr_t)base) / PAGE),
               (message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WRITE) != 0,
               (message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP) != 0);
}

static void *write_there(void *at)
{
    *(char *)at = 'w';
    return NULL;
}

static void protection(void)
{
    int fd = make(UFFD_FEATURE_PAGEFAULT_FLAG_WP, 0);
    char *area = map(8, MAP_PRIVATE);
    memset(area, 'o', 3 * PAGE);
    show("register", enroll(fd, area, 8, UFFDIO_REGISTER_MODE_WP));
    show("protect", guard(fd, area + PAGE, 4, UFFDIO_WRITEPROTECT_MODE_WP));
    show("protect and no waking", guard(fd, area, 1, UFFDIO_WRITEPROTECT_MODE_WP | UFFDIO_WRITEPROTECT_MODE_DONTWAKE));
    show("unknown mode", guard(fd, area, 1, 8));
    area[0] = 'x';
    area[4 * PAGE] = 'y';
    printf("unprotected %c, not there %c, read %c\n", area[0], area[4 * PAGE], area[PAGE]);
    pthread_t writer;
    pthread_create(&writer, NULL, write_there, area + PAGE);
    message_of(fd, area);
    printf("still %c\n", area[PAGE]);
    show("allow", guard(fd, area + PAGE, 1, 0));
    pthread_join(writer, NULL);
    printf("now %c\n", area[PAGE]);
    pthread_create(&writer, NULL, write_there, area + 2 * PAGE + 5);
    message_of(fd, area);
    pid_t pid = fork();
    if (pid == 0) {
        area[2 * PAGE] = 'c';
        printf("a child writes as it likes: %c\n", area[2 * PAGE]);
        _exit(0);
    }
    show_end("child", pid);
    show("allow", guard(fd, area, 8, 0));
    pthread_join(writer, NULL);
    printf("now %c%c\n", area[2 * PAGE], area[2 * PAGE + 5]);
    show("register for both", enroll(fd, area, 8, UFFDIO_REGISTER_MODE_WP | UFFDIO_REGISTER_MODE_MISSING));
    show("fill protected", fill(fd, area + 6 * PAGE, UFFDIO_COPY_MODE_WP));
    pthread_create(&writer, NULL, write_there, area + 6 * PAGE);
    message_of(fd, area);
    show("allow", guard(fd, area + 6 * PAGE, 1, 0));
    pthread_join(writer, NULL);
    printf("now %c%c\n", area[6 * PAGE], area[6 * PAGE + 1]);
    munmap(area, 8 * PAGE);
    close(fd);
}

static void on_bus(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf("signal %s code %d\n", signal_name(signal), info->si_code);
    siglongjmp(back, 1);
}

static void signals(void)
{
    int fd = make(UFFD_FEATURE_SIGBUS, O_NONBLOCK);
    char *area = map(2, MAP_PRIVATE);
    show("register", enroll(fd, area, 2, UFFDIO_REGISTER_MODE_MISSING));
    handle_info(SIGBUS, on_bus, SA_NODEFER);
    if (sigsetjmp(back, 1) == 0)
        printf("not reached %d\n", area[0]);
    char *path = area + 1;
    show("the kernel", access(path, F_OK));
    show("fill", fill(fd, area, 0));
    printf("filled %c\n", area[0]);
    close(fd);
    printf("after the end %d\n", area[PAGE]);
}

static void shared(void)
{
    int fd = make(0, 0);
    char *area = map(4, MAP_SHARED);
    area[0] = 's';
    show("register", enroll(fd, area, 4, UFFDIO_REGISTER_MODE_MISSING));
    printf("was there %c\n", area[0]);
    show("over what is there", fill(fd, area, 0));
    pthread_t writer;
    pthread_create(&writer, NULL, write_there, area + PAGE);
    message_of(fd, area);
    show("fill", fill(fd, area + PAGE, 0));
    pthread_join(writer, NULL);
    printf("now %c%c\n", area[PAGE], area[PAGE + 1]);
    pid_t pid = fork();
    if (pid == 0) {
        area[2 * PAGE] = 'c';
        _exit(0);
    }
    show_end("child", pid);
    printf("the child's %c\n", area[2 * PAGE]);
    close(fd);
}

static void last_one(void)
{
    int fd = make(0, 0);
    char *area = map(2, MAP_PRIVATE);
    show("register", enroll(fd, area, 2, UFFDIO_REGISTER_MODE_MISSING));
    pthread_t writer;
    pthread_create(&writer, NULL, write_there, area + PAGE);
    message_of(fd, area);
    struct uffdio_range nothing = {(uintptr_t)area, PAGE};
    show("wake others", ioctl(fd, UFFDIO_WAKE, &nothing));
    struct uffdio_range page = {(uintptr_t)area + PAGE, PAGE};
    show("wake", ioctl(fd, UFFDIO_WAKE, &page));
    message_of(fd, area);
    close(fd);
    pthread_join(writer, NULL);
    printf("at the end %c\n", area[PAGE]);
    fd = make(0, O_NONBLOCK);
    show("register", enroll(fd, area, 1, UFFDIO_REGISTER_MODE_MISSING));
    pid_t pid = fork();
    if (pid == 0) {
        struct uffdio_range range = {(uintptr_t)area, PAGE};
        show("from the child", ioctl(fd, UFFDIO_WAKE, &range));
        _exit(0);
    }
    show_end("child", pid);
    // Killed while it waits.
    pid = fork();
    if (pid == 0) {
        int own = make(0, O_NONBLOCK);
        enroll(own, area, 1, UFFDIO_REGISTER_MODE_MISSING);
        area[0] = 1;
        _exit(0);
    }
    show_bool("sleeps", await_state(pid, 'S'));
    kill(pid, SIGTERM);
    show_end("child", pid);
}

int main(void)
{
    protection();
    signals();
    shared();
    last_one();
    return 0;
}
