// Which of several mistakes is noticed, flags that open(2) forgets, block sizes of what has no blocks.
#include "guest.h"
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>

static void flags_of(const char *what, int flags)
{
    int fd = open("file", flags | O_RDWR);
    printf("%s: %#x\n", what, fcntl(fd, F_GETFL) & ~O_LARGEFILE & ~0100000);
    close(fd);
}

int main(void)
{
    char byte = 'x';
    int ends[2], size = 0;
    pipe(ends);
    show("the end to write, at a place", pread(ends[1], &byte, 1, 0));
    show("the end to read, at a place", pwrite(ends[0], &byte, 1, 0));
    show("negative place", syscall(SYS_pread64, ends[1], &byte, 1L, -1L, -1L));
    int fd = open("file", O_RDWR | O_CREAT, 0644);
    show("ranges", sync_file_range(fd, 0, 0, 7));
    show("unknown flags", sync_file_range(fd, 0, 0, 8));
    show("unknown flags of a pipe", sync_file_range(ends[0], 0, 0, 8));
    show("of a pipe", sync_file_range(ends[0], 0, 0, 0));
    show("unknown flags of nothing", sync_file_range(99, 0, 0, 8));
    show("no space for nothing", fallocate(99, 0, 0, 0));
    show("no space", fallocate(fd, 0, 0, 0));
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    int of[] = {fd, ends[0], timer};
    for (int i = 0; i < 3; i++) {
        size = 0;
        show("block size", ioctl(of[i], FIGETBSZ, &size));
        show_bool("one", size == 512 || size == 1024 || size >= 4096);
    }
    flags_of("none", 0);
    flags_of("unknown", 0x7f80001c);
    flags_of("data in time", O_DSYNC);
    flags_of("all in time", O_SYNC);
    flags_of("half of that", O_SYNC & ~O_DSYNC);
    flags_of("append", O_APPEND | O_CLOEXEC | O_NOCTTY);
    return 0;
}
