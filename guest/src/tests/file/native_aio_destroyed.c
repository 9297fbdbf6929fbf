// A context that is destroyed while others wait for its events, and a ring whose header the program has overwritten.
#include "guest.h"
#include <linux/aio_abi.h>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>

static aio_context_t context;
static char stack[2][65536];
static int waiting_results[2];

static int waiter(void *argument)
{
    int which = (int)(intptr_t)argument;
    struct io_event events[4];
    struct timespec limit = {20, 0};
    long result = syscall(SYS_io_getevents, context, 1L, 4L, events, which ? &limit : NULL);
    waiting_results[which] = result < 0 ? errno : 0;
    return 0;
}

static void destroyed(void)
{
    context = 0;
    show("setup", syscall(SYS_io_setup, 8L, &context));
    int children[2];
    for (int i = 0; i < 2; i++)
        children[i] = clone(waiter, stack[i] + sizeof stack[i], CLONE_VM | SIGCHLD, (void *)(intptr_t)i);
    usleep(300000);
    show("destroy", syscall(SYS_io_destroy, context));
    for (int i = 0; i < 2; i++) {
        int status = -1;
        show_bool("waited", waitpid(children[i], &status, 0) == children[i]);
        printf("status %#x, %s\n", status, waiting_results[i] == EINVAL ? "EINVAL" : "something else");
    }
}

static void overwritten(void)
{
    context = 0;
    show("setup", syscall(SYS_io_setup, 8L, &context));
    volatile unsigned *ring = (unsigned *)(uintptr_t)context;
    int fd = open("/proc/self/exe", O_RDONLY);
    char byte;
    struct iocb read = {.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = fd, .aio_buf = (uintptr_t)&byte, .aio_nbytes = 1};
    struct iocb *pointer = &read;
    ring[3] = 0x7fffffff;
    show("submit", syscall(SYS_io_submit, context, 1L, &pointer));
    printf("tail %u\n", ring[3]);
    struct io_event event;
    show("events", syscall(SYS_io_getevents, context, 1L, 1L, &event, NULL));
    printf("result %lld\n", (long long)event.res);
    ring[2] = 0x7fff0000;
    ring[3] = 0x80000000;
    struct timespec none = {0, 0};
    long got = syscall(SYS_io_getevents, context, 0L, 1L, &event, &none);
    show_bool("no harm", got == 0 || got == 1);
    show("destroy", syscall(SYS_io_destroy, context));
}

int main(void)
{
    destroyed();
    overwritten();
    return 0;
}
