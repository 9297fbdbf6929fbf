// Thread-specific data with destructors; cancellation and its clean-up handlers.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pthread_key_t key;

static void destroy(void *value) { printf("destroyed %s\n", (char *)value); }
static void clean(void *name) { printf("cleaned %s\n", (char *)name); }

static void *with_key(void *value)
{
    pthread_setspecific(key, value);
    return pthread_getspecific(key);
}

static void *cancelled(void *gate)
{
    pthread_cleanup_push(clean, "outer");
    pthread_cleanup_push(clean, "inner");
    char byte;
    read(*(int *)gate, &byte, 1);
    printf("not reached\n");
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    void *result;
    int gate[2];
    pthread_key_create(&key, destroy);
    pthread_create(&thread, NULL, with_key, "value");
    pthread_join(thread, &result);
    printf("result %s, here %p\n", (char *)result, pthread_getspecific(key));
    pipe(gate);
    pthread_create(&thread, NULL, cancelled, &gate[0]);
    sleep_millis(20);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    show_bool("cancelled", result == PTHREAD_CANCELED);
    return 0;
}
