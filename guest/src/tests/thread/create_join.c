// pthread_create and pthread_join: arguments in, results out, detached threads refuse a join.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *twice(void *argument) { return (void *)(2 * (intptr_t)argument); }

static void *by_exit(void *argument)
{
    pthread_exit((char *)argument + 1);
}

int main(void)
{
    pthread_t threads[8];
    void *result;
    for (intptr_t i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, twice, (void *)i);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], &result);
        printf("%ld\n", (long)(intptr_t)result);
    }
    pthread_t thread;
    pthread_create(&thread, NULL, by_exit, (void *)41);
    pthread_join(thread, &result);
    printf("%ld\n", (long)(intptr_t)result);
    printf("join oneself: %s\n", error_name(pthread_join(pthread_self(), NULL)));
    return 0;
}
