// clone(CLONE_FS) shares the working directory and umask; fork copies them.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));

static int child(void *unused)
{
    (void)unused;
    umask(0123);
    return chdir("inner") != 0;
}

static void show_fs(void)
{
    char path[4096];
    mode_t mask = umask(0);
    umask(mask);
    printf("in inner: %d, umask %03o\n", strstr(getcwd(path, sizeof path), "/inner") != NULL, mask);
}

int main(void)
{
    umask(022);
    mkdir("inner", 0777);
    show_end("forked", clone(child, stack + sizeof stack, SIGCHLD, NULL));
    show_fs();
    show_end("sharing", clone(child, stack + sizeof stack, CLONE_FS | SIGCHLD, NULL));
    show_fs();
    return 0;
}
