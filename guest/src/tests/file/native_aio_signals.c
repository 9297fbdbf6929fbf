// io_pgetevents(2): the signal mask while it waits.
// widths: 64
#include "guest.h"
#include <linux/aio_abi.h>
#include <sys/eventfd.h>

static aio_context_t context;
static volatile sig_atomic_t caught;

struct mask_argument {
    const void *set;
    size_t size;
};

static void on_signal(int signal)
{
    caught = signal;
}

static long wait_with(const void *set, size_t size, long least, long millis)
{
    struct io_event event;
    struct timespec limit = {millis / 1000, millis % 1000 * 1000000};
    struct mask_argument mask = {set, size};
    return syscall(SYS_io_pgetevents, context, least, 1L, &event, millis < 0 ? NULL : &limit, &mask);
}

int main(void)
{
    show("setup", syscall(SYS_io_setup, 4L, &context));
    handle(SIGUSR1, on_signal, 0);
    mask_signal(SIG_BLOCK, SIGUSR1);
    unsigned long none = 0, all = ~0UL, now = 0;
    show("nothing there", wait_with(&all, 8, 0, 0));
    show("other size", wait_with(&all, 4, 0, 0));
    show("no set", wait_with(NULL, 0, 0, 0));
    show("bad set", wait_with((void *)8, 8, 0, 0));
    show("no mask", syscall(SYS_io_pgetevents, context, 0L, 1L, &now, NULL, NULL) < 0 ? -1 : 0);
    raise(SIGUSR1);
    printf("blocked: %d\n", caught);
    show("unblocked while it waits", wait_with(&none, 8, 1, 2000));
    printf("caught: %s\n", signal_name(caught));
    caught = 0;
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &now, 8);
    show_bool("blocked again", now >> (SIGUSR1 - 1) & 1);
    raise(SIGUSR1);
    show("blocked while it waits", wait_with(&all, 8, 1, 50));
    printf("caught: %d\n", caught);
    int event = eventfd(0, 0);
    struct iocb poll = {.aio_lio_opcode = IOCB_CMD_POLL, .aio_fildes = event, .aio_buf = 1}, *list = &poll;
    show("submit", syscall(SYS_io_submit, context, 1L, &list));
    unsigned long long value = 1;
    write(event, &value, sizeof value);
    show("an event and a signal", wait_with(&none, 8, 1, 2000));
    printf("caught: %s\n", signal_name(caught));
    return 0;
}
