// unshare(2): taking back one's own descriptor table, working directory and host name.
#include "guest.h"
#include <sys/utsname.h>

static char stack[65536] __attribute__((aligned(16)));

static int child(void *fd)
{
    show("unshare files", unshare(CLONE_FILES));
    close(*(int *)fd);
    show("unshare fs", unshare(CLONE_FS));
    chdir("/");
    show("unshare uts", unshare(CLONE_NEWUTS));
    sethostname("apart", 5);
    show("unshare nonsense", unshare(0x10));
    return 0;
}

int main(void)
{
    int fd = open("/dev/null", O_RDONLY);
    struct utsname name;
    char path[4096];
    pid_t pid =
        clone(child, stack + sizeof stack, CLONE_VM | CLONE_FILES | CLONE_FS | SIGCHLD, &fd);
    show_end("child", pid);
    show("still open", fcntl(fd, F_GETFD));
    show_bool("still elsewhere", strcmp(getcwd(path, sizeof path), "/") != 0);
    uname(&name);
    show_bool("name kept", strcmp(name.nodename, "apart") != 0);
    return 0;
}
