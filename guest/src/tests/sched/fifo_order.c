// Real-time threads of one priority take turns when they yield; a preempted one goes on before its equals.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static char order[64];
static volatile int length;
static pthread_barrier_t ready;

static void note(char name) { order[length++] = name; }

static void become(int priority)
{
    struct sched_param param = {priority};
    sched_setscheduler(0, SCHED_FIFO, &param);
}

static void *yielder(void *name)
{
    pthread_barrier_wait(&ready);
    for (int i = 0; i < 5; i++) {
        note(*(char *)name);
        sched_yield();
    }
    return NULL;
}

static void *waiter(void *name)
{
    note(*(char *)name);
    return NULL;
}

static void *urgent(void *unused)
{
    become(30);
    sleep_millis(50);
    note('u');
    return unused;
}

static void run(void *(*first)(void *), void *(*second)(void *))
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, first, "a");
    pthread_create(&threads[1], NULL, second, "b");
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    note(0);
    puts(order);
    length = 0;
}

int main(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    sched_setaffinity(0, sizeof set, &set);
    become(20);
    pthread_barrier_init(&ready, NULL, 2);
    run(yielder, yielder);

    // The main thread has the processor; "a" waits behind it and an urgent one interrupts it.
    pthread_t other, equal;
    pthread_create(&other, NULL, urgent, NULL);
    sched_yield();
    pthread_create(&equal, NULL, waiter, "a");
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    while (elapsed_millis(&start) < 200) {
    }
    note('m');
    pthread_join(other, NULL);
    pthread_join(equal, NULL);
    note(0);
    puts(order);
    return 0;
}
