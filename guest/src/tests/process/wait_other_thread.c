// A thread waits for children of others of its process, but not with __WNOTHREAD.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pid_t child;

static void *make(void *unused)
{
    child = fork();
    if (child == 0)
        _exit(3);
    await_state(child, 'Z');
    pthread_barrier_wait(unused);
    pthread_barrier_wait(unused);
    return NULL;
}

int main(void)
{
    pthread_barrier_t barrier;
    pthread_t thread;
    int status;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, make, &barrier);
    pthread_barrier_wait(&barrier);
    show("own children only", waitpid(child, &status, __WNOTHREAD));
    show("any own", waitpid(-1, &status, __WNOTHREAD | WNOHANG));
    show_end("anybody's", child);
    pthread_barrier_wait(&barrier);
    pthread_join(thread, NULL);
    child = fork();
    if (child == 0)
        _exit(4);
    show_bool("own with __WNOTHREAD", waitpid(child, &status, __WNOTHREAD) == child);
    return 0;
}
