// unshare(2): what it refuses, and what is no longer shared afterwards.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *wait_for(void *barrier)
{
    pthread_barrier_wait(barrier);
    pthread_barrier_wait(barrier);
    return NULL;
}

static char stack[65536] __attribute__((aligned(16)));

static int leaves(void *unused)
{
    (void)unused;
    show("files", unshare(CLONE_FILES));
    close(0);
    show("directory", unshare(CLONE_FS));
    chdir("/proc");
    umask(0777);
    return 0;
}

int main(void)
{
    show("nothing", unshare(0));
    show("unknown", unshare(0x100));
    show("a signal", unshare(SIGCHLD));
    show("VFORK", unshare(CLONE_VFORK));
    show("PARENT", unshare(CLONE_PARENT));
    show("THREAD alone", unshare(CLONE_THREAD));
    show("SIGHAND alone", unshare(CLONE_SIGHAND));
    show("VM alone", unshare(CLONE_VM));
    pthread_t thread;
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, wait_for, &barrier);
    pthread_barrier_wait(&barrier);
    show("THREAD with another", unshare(CLONE_THREAD));
    show("SIGHAND with another", unshare(CLONE_SIGHAND));
    show("VM with another", unshare(CLONE_VM));
    show("NEWUSER with another", unshare(CLONE_NEWUSER));
    show("FILES with another", unshare(CLONE_FILES));
    pthread_barrier_wait(&barrier);
    pthread_join(thread, NULL);
    umask(022);
    show_end("child", clone(leaves, stack + sizeof stack, CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, NULL));
    show_bool("descriptor 0 stays", fcntl(0, F_GETFD) == 0);
    printf("umask %o\n", umask(0));
    show("file names", access("/proc/self/stat", F_OK));
    return 0;
}
