// clone(CLONE_FILES): what one opens or closes, the other sees; memory stays apart.
#include "guest.h"

static int value = 1;
static char stack[65536] __attribute__((aligned(16)));

static int child(void *fd)
{
    value = 2;
    close(*(int *)fd);
    return open("/dev/null", O_RDONLY) < 0 || dup2(*(int *)fd, 50) < 0 ? 1 : 0;
}

int main(void)
{
    int fd = open("/dev/zero", O_RDONLY);
    pid_t pid = clone(child, stack + sizeof stack, CLONE_FILES | SIGCHLD, &fd);
    show_end("child", pid);
    printf("value: %d\n", value);
    char byte = 'x';
    show("read from what the child opened", read(fd, &byte, 1));
    show("close 50", close(50));
    return 0;
}
