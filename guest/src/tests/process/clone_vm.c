// clone(CLONE_VM) alone: one memory, two processes, two descriptor tables.
#include "guest.h"

static int value = 1;
static char stack[65536] __attribute__((aligned(16)));

static int child(void *fd)
{
    value = 2;
    close(*(int *)fd);
    return getpid() == gettid() ? 3 : 4;
}

int main(void)
{
    int fd = open("/dev/null", O_RDONLY);
    pid_t pid = clone(child, stack + sizeof stack, CLONE_VM | SIGCHLD, &fd);
    show_end("child", pid);
    printf("value: %d\n", value);
    show("descriptor still open", fcntl(fd, F_GETFD));
    return 0;
}
