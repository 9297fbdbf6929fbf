// setuid in a threaded program changes every thread (glibc does it with signals to all of them).
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pthread_barrier_t barrier;

static void *body(void *unused)
{
    (void)unused;
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return (void *)(intptr_t)syscall(SYS_getuid);
}

int main(void)
{
    pthread_t thread;
    void *result;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, body, NULL);
    pthread_barrier_wait(&barrier);
    show("setuid", setuid(1234));
    pthread_barrier_wait(&barrier);
    pthread_join(thread, &result);
    printf("in the thread: %ld\n", (long)(intptr_t)result);
    show("back to root", setuid(0));
    return 0;
}
