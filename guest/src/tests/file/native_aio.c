// Linux's own asynchronous input and output: io_setup(2), io_submit(2), io_getevents(2), io_cancel(2), io_destroy(2).
#include "guest.h"
#include <linux/aio_abi.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/uio.h>

static aio_context_t context;

static struct iocb request(int opcode, int fd, void *buffer, long long length, long long offset)
{
    struct iocb it;
    memset(&it, 0, sizeof it);
    it.aio_lio_opcode = opcode;
    it.aio_fildes = fd;
    it.aio_buf = (uintptr_t)buffer;
    it.aio_nbytes = length;
    it.aio_offset = offset;
    it.aio_data = 0x1234000 + opcode;
    return it;
}

static long submit(struct iocb *it)
{
    return syscall(SYS_io_submit, context, 1L, &it);
}

static long events(long least, long most, struct io_event *into, long millis)
{
    struct timespec limit = {millis / 1000, millis % 1000 * 1000000};
    return syscall(SYS_io_getevents, context, least, most, into, millis < 0 ? NULL : &limit);
}

static void one(const char *what, struct iocb *it)
{
    struct io_event event;
    if (show(what, submit(it)) != 1)
        return;
    if (events(1, 1, &event, 2000) != 1) {
        printf("  no event\n");
        return;
    }
    printf("  data %#llx, its own %d, result %lld %lld\n", (unsigned long long)event.data,
           event.obj == (uintptr_t)it, (long long)event.res, (long long)event.res2);
}

static void setup(void)
{
    aio_context_t other = 5;
    show("not clear", syscall(SYS_io_setup, 8L, &other));
    other = 0;
    show("none", syscall(SYS_io_setup, 0L, &other));
    show("too many", syscall(SYS_io_setup, 0x7fffffffL, &other));
    show("over the limit", syscall(SYS_io_setup, 1000000L, &other));
    show("bad pointer", syscall(SYS_io_setup, 8L, (void *)8));
    show("setup", syscall(SYS_io_setup, 8L, &context));
    show_bool("set", context != 0);
    unsigned *ring = (unsigned *)(uintptr_t)context;
    printf("ring: head %u tail %u magic %#x compat %u incompat %u header %u\n", ring[2], ring[3], ring[4], ring[5],
           ring[6], ring[7]);
}

static void files(void)
{
    char text[20] = "";
    int fd = open("data", O_RDWR | O_CREAT, 0644);
    struct iocb it = request(IOCB_CMD_PWRITE, fd, "some text", 9, 0);
    one("write", &it);
    it = request(IOCB_CMD_PREAD, fd, text, 4, 5);
    one("read", &it);
    printf("  %s\n", text);
    it = request(IOCB_CMD_PREAD, fd, text, 4, 100);
    one("read behind the end", &it);
    struct iovec parts[2] = {{text, 2}, {text + 4, 2}};
    memset(text, '.', sizeof text - 1);
    it = request(IOCB_CMD_PREADV, fd, parts, 2, 0);
    one("read in parts", &it);
    printf("  %.8s\n", text);
    it = request(IOCB_CMD_PWRITEV, fd, parts, 2, 20);
    one("write in parts", &it);
    it = request(IOCB_CMD_FSYNC, fd, NULL, 0, 0);
    one("sync", &it);
    it = request(IOCB_CMD_FDSYNC, fd, NULL, 0, 0);
    one("sync data", &it);
    it = request(IOCB_CMD_FSYNC, fd, NULL, 4, 0);
    show("sync of a part", submit(&it));
    it = request(IOCB_CMD_PREAD, fd, (void *)8, 4, 0);
    one("bad buffer", &it);
    it = request(IOCB_CMD_PREAD, fd, text, 4, -5);
    show("negative offset", submit(&it));
    it = request(IOCB_CMD_PREAD, fd, text, -1, 0);
    show("negative length", submit(&it));
    it = request(IOCB_CMD_PREAD, 99, text, 4, 0);
    show("bad descriptor", submit(&it));
    it = request(IOCB_CMD_NOOP, fd, text, 4, 0);
    show("noop", submit(&it));
    it = request(77, fd, text, 4, 0);
    show("unknown", submit(&it));
    int half = open("data", O_RDONLY);
    it = request(IOCB_CMD_PWRITE, half, text, 4, 0);
    show("write, read-only", submit(&it));
    it = request(IOCB_CMD_PREAD, fd, text, 4, 0);
    it.aio_reserved2 = 1;
    show("reserved", submit(&it));
    it = request(IOCB_CMD_PREAD, fd, text, 4, 0);
    it.aio_rw_flags = 0x4000;
    show("unknown flag", submit(&it));
    it = request(IOCB_CMD_PREAD, fd, text, 4, 0);
    it.aio_flags = IOCB_FLAG_RESFD;
    it.aio_resfd = fd;
    show("no eventfd", submit(&it));
    it.aio_resfd = 99;
    show("bad eventfd", submit(&it));
    it.aio_resfd = eventfd(0, EFD_NONBLOCK);
    one("eventfd", &it);
    long long count = 0;
    show("its count", read(it.aio_resfd, &count, 8));
    printf("  %lld\n", count);
    lseek(fd, 3, SEEK_SET);
    it = request(IOCB_CMD_PREAD, fd, text, 4, 0);
    one("read", &it);
    show("position", lseek(fd, 0, SEEK_CUR));
}

static void several(void)
{
    int fd = open("data", O_RDWR);
    char text[4][4];
    struct iocb all[4], *pointers[5];
    for (int i = 0; i < 4; i++) {
        all[i] = request(IOCB_CMD_PREAD, fd, text[i], 1 + i % 3, i);
        pointers[i] = &all[i];
    }
    struct io_event done[8];
    show("four", syscall(SYS_io_submit, context, 4L, pointers));
    show("three of them", events(3, 3, done, -1));
    for (int i = 0; i < 3; i++)
        printf("  %d: %lld\n", (int)((struct iocb *)(uintptr_t)done[i].obj - all), (long long)done[i].res);
    show("the rest", events(0, 8, done, -1));
    show("no more", events(1, 8, done, 20));
    show("none wanted", events(0, 0, done, -1));
    all[2].aio_lio_opcode = 99;
    show("third is bad", syscall(SYS_io_submit, context, 4L, pointers));
    show("those before", events(2, 8, done, 1000));
    pointers[0] = (void *)8;
    show("first is nowhere", syscall(SYS_io_submit, context, 4L, pointers));
    show("no pointers", syscall(SYS_io_submit, context, 4L, (void *)8));
    show("none", syscall(SYS_io_submit, context, 0L, pointers));
    show("negative", syscall(SYS_io_submit, context, -1L, pointers));
    show("bad context", syscall(SYS_io_submit, (aio_context_t)4096, 1L, pointers));
    show("least above most", events(3, 2, done, 0));
    show("negative least", events(-1, 2, done, 0));
    pointers[0] = &all[0];
    syscall(SYS_io_submit, context, 1L, pointers);
    show("bad events", events(1, 1, (void *)8, 0));
    show("bad time", syscall(SYS_io_getevents, context, 0L, 1L, done, (void *)8));
    events(0, 8, done, 0);
}

static void polls(void)
{
    int ends[2];
    pipe(ends);
    struct iocb it = request(IOCB_CMD_POLL, ends[0], NULL, 0, 0);
    it.aio_buf = POLLIN;
    struct io_event event;
    show("poll", submit(&it));
    show("nothing yet", events(1, 1, &event, 20));
    write(ends[1], "x", 1);
    show("ready", events(1, 1, &event, 2000));
    printf("  %lld %lld\n", (long long)event.res & POLLIN, (long long)event.res2);
    show("poll, ready", submit(&it));
    show("at once", events(1, 1, &event, 2000));
    printf("  %lld\n", (long long)event.res);
    it.aio_buf = 0x10000;
    show("wide events", submit(&it));
    it.aio_buf = POLLIN;
    it.aio_nbytes = 1;
    show("poll of a part", submit(&it));
    char byte;
    read(ends[0], &byte, 1);
    it.aio_nbytes = 0;
    show("poll", submit(&it));
    show("cancel", syscall(SYS_io_cancel, context, &it, &event));
    show("cancelled", events(1, 1, &event, 1000));
    printf("  %lld\n", (long long)event.res);
    show("cancel again", syscall(SYS_io_cancel, context, &it, &event));
    show("cancel nothing", syscall(SYS_io_cancel, context, (void *)8, &event));
    struct iocb odd = it;
    odd.aio_key = 9;
    show("cancel, wrong key", syscall(SYS_io_cancel, context, &odd, &event));
    pid_t pid = fork();
    if (pid == 0) {
        struct iocb *pointer = &it;
        show("a child has no contexts", syscall(SYS_io_submit, context, 1L, &pointer));
        sleep_millis(30);
        write(ends[1], "y", 1);
        _exit(0);
    }
    show_end("child", pid);
    it = request(IOCB_CMD_PREAD, ends[0], &byte, 1, 0);
    one("read from the pipe", &it);
    printf("  %c\n", byte);
}

static void interrupted(int number) { (void)number; }

static void ends(void)
{
    struct io_event event;
    handle(SIGALRM, interrupted, 0);
    alarm(1);
    show("interrupted", events(1, 1, &event, -1));
    struct iocb it = request(IOCB_CMD_POLL, eventfd(0, 0), NULL, 0, 0);
    it.aio_buf = POLLIN;
    show("left waiting", submit(&it));
    show("destroy", syscall(SYS_io_destroy, context));
    show("again", syscall(SYS_io_destroy, context));
    show("events", events(0, 1, &event, 0));
    show("nobody's", syscall(SYS_io_destroy, 0L));
    context = 0;
    show("setup", syscall(SYS_io_setup, 1L, &context));
    struct iocb many[600], *pointers[600];
    int fd = open("data", O_RDONLY);
    char byte;
    for (int i = 0; i < 600; i++) {
        many[i] = request(IOCB_CMD_PREAD, fd, &byte, 1, 0);
        pointers[i] = &many[i];
    }
    long taken = syscall(SYS_io_submit, context, 600L, pointers);
    show_bool("some of many", taken > 0 && taken < 600);
    show("full", submit(pointers[0]));
    show_bool("their events", events(0, 1, &event, 0) == 1);
}

int main(void)
{
    setup();
    files();
    several();
    polls();
    ends();
    return 0;
}
