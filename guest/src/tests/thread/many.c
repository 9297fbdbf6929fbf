// A hundred threads alive at once, then five hundred one after another.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pthread_barrier_t barrier;

static void *meet(void *number)
{
    pthread_barrier_wait(&barrier);
    return number;
}

static void *quick(void *number) { return number; }

int main(void)
{
    enum { COUNT = 100 };
    pthread_t threads[COUNT];
    long sum = 0;
    void *result;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 65536);
    pthread_barrier_init(&barrier, NULL, COUNT);
    for (intptr_t i = 0; i < COUNT; i++)
        pthread_create(&threads[i], &attributes, meet, (void *)i);
    for (int i = 0; i < COUNT; i++) {
        pthread_join(threads[i], &result);
        sum += (intptr_t)result;
    }
    printf("sum %ld\n", sum);
    for (intptr_t i = 0; i < 500; i++) {
        pthread_create(&threads[0], &attributes, quick, (void *)i);
        pthread_join(threads[0], &result);
        sum += (intptr_t)result;
    }
    printf("sum %ld\n", sum);
    return 0;
}
