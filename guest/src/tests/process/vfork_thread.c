// vfork suspends only the thread that calls it.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static volatile int forking, child_may_end;
static pid_t pid;

static void *forker(void *unused)
{
    pid = vfork();
    if (pid == 0) {
        forking = 1;
        while (!child_may_end)
            sched_yield();
        _exit(6);
    }
    forking = 2;
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, forker, NULL);
    while (forking != 1)
        sched_yield();
    printf("main runs while the other waits: %d\n", forking);
    child_may_end = 1;
    pthread_join(thread, NULL);
    printf("then %d\n", forking);
    show_end("child", pid);
    return 0;
}
