// A barrier: rounds stay in step, and one thread a round is the serial one.
// flags: -pthread
#include "guest.h"
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 5, ROUNDS = 20 };
static pthread_barrier_t barrier;
static atomic_int arrived, serials, ahead;

static void *body(void *unused)
{
    (void)unused;
    for (int round = 1; round <= ROUNDS; round++) {
        arrived++;
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            serials++;
        if (arrived < round * THREADS)
            ahead++;
        pthread_barrier_wait(&barrier);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, body, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("arrived %d, serials %d, ahead %d\n", arrived, serials, ahead);
    return 0;
}
