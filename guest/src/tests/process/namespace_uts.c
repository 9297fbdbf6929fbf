// A UTS namespace of one's own: the name changes for the child only.
#include "guest.h"
#include <sys/utsname.h>

static char stack[65536] __attribute__((aligned(16)));

static int child(void *unused)
{
    (void)unused;
    struct utsname name;
    show("sethostname", sethostname("inside", 6));
    uname(&name);
    printf("child: %s\n", name.nodename);
    return 0;
}

int main(void)
{
    struct utsname before, after;
    uname(&before);
    show_end("child", clone(child, stack + sizeof stack, CLONE_NEWUTS | SIGCHLD, NULL));
    uname(&after);
    show_bool("parent's name unchanged", strcmp(before.nodename, after.nodename) == 0);
    return 0;
}
