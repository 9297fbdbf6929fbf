// Mutexes under contention, and what each type says to misuse.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;

static void *count(void *unused)
{
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        pthread_mutex_lock(&lock);
        total++;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void *try_lock(void *mutex) { return (void *)(intptr_t)pthread_mutex_trylock(mutex); }

static void misuse(const char *what, int type)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutex_init(&mutex, &attributes);
    pthread_mutex_lock(&mutex);
    printf("%s: lock again %s", what, error_name(pthread_mutex_lock(&mutex)));
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, try_lock, &mutex);
    pthread_join(thread, &result);
    printf(", other thread %s", error_name((int)(intptr_t)result));
    pthread_mutex_unlock(&mutex);
    printf(", second unlock %s\n", error_name(pthread_mutex_unlock(&mutex)));
}

int main(void)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, count, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    printf("total: %ld\n", total);
    misuse("errorcheck", PTHREAD_MUTEX_ERRORCHECK);
    misuse("recursive", PTHREAD_MUTEX_RECURSIVE);
    return 0;
}
