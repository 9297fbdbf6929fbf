// futex(2) by hand: value check, timeout, wake counts, bitsets, and bad arguments.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static int word;

static long futex(int *address, int op, int value, void *timeout, int *second, int third)
{
    return syscall(SYS_futex, address, op, value, timeout, second, third);
}

static volatile pid_t tids[4];

static void *waiter(void *number)
{
    int bit = 1 << (intptr_t)number;
    tids[(intptr_t)number] = gettid();
    return (void *)futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, bit);
}

int main(void)
{
    struct timespec short_time = {0, 5000000}, bad_time = {0, 1000000000};
    show("value differs", futex(&word, FUTEX_WAIT, 1, NULL, NULL, 0));
    show("times out", futex(&word, FUTEX_WAIT, 0, &short_time, NULL, 0));
    show("bad timeout", futex(&word, FUTEX_WAIT, 0, &bad_time, NULL, 0));
    show("nobody to wake", futex(&word, FUTEX_WAKE, 10, NULL, NULL, 0));
    show("misaligned", futex((int *)((char *)&word + 1), FUTEX_WAIT, 0, NULL, NULL, 0));
    show("not mapped", futex((int *)16, FUTEX_WAIT, 0, &short_time, NULL, 0));
    show("empty bitset", futex(&word, FUTEX_WAIT_BITSET, 0, NULL, NULL, 0));
    show("unknown operation", futex(&word, 77, 0, NULL, NULL, 0));
    pthread_t threads[4];
    for (intptr_t i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, waiter, (void *)i);
    for (int i = 0; i < 4; i++) {
        while (tids[i] == 0)
            sched_yield();
        await_state(tids[i], 'S');
    }
    show("wake bit 2", futex(&word, FUTEX_WAKE_BITSET, 10, NULL, NULL, 4));
    show("wake two", futex(&word, FUTEX_WAKE, 2, NULL, NULL, 0));
    show("wake all", futex(&word, FUTEX_WAKE, 100, NULL, NULL, 0));
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
