// Thread-local variables: initialised afresh in each thread, kept apart, at different addresses.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static __thread int counter = 5;
static __thread char zeroed[1000];

static void *body(void *main_counter)
{
    int fresh = counter == 5 && zeroed[999] == 0;
    counter = 100;
    zeroed[999] = 1;
    return (void *)(intptr_t)(fresh && (int *)main_counter != &counter);
}

int main(void)
{
    counter++;
    for (int i = 0; i < 4; i++) {
        pthread_t thread;
        void *good;
        pthread_create(&thread, NULL, body, &counter);
        pthread_join(thread, &good);
        show_bool("thread had its own", good != NULL);
    }
    printf("main: %d %d\n", counter, zeroed[999]);
    return 0;
}
