// FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI; deadlocks and dead owners of PI locks.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static int condition, word, other;
static volatile int got;

static long futex(int *at, int op, int value, void *fourth, int *second, int third)
{
    return syscall(SYS_futex, at, op | FUTEX_PRIVATE_FLAG, value, fourth, second, third);
}

static void *waiter(void *unused)
{
    long result = futex(&condition, FUTEX_WAIT_REQUEUE_PI, 0, NULL, &word, 0);
    if (result != 0)
        show("waiter", result);
    if ((word & FUTEX_TID_MASK) == (int)gettid())
        got++;
    futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
    return unused;
}

static void *dies(void *unused)
{
    futex(&other, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
    sleep_millis(100);
    return unused;
}

static volatile int locked;

static void *crosswise(void *unused)
{
    futex(&other, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
    locked = 1;
    futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
    futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
    futex(&other, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
    return unused;
}

int main(void)
{
    pthread_t threads[3];
    show("wrong value", futex(&condition, FUTEX_WAIT_REQUEUE_PI, 7, NULL, &word, 0));
    show("the same word", futex(&condition, FUTEX_WAIT_REQUEUE_PI, 0, NULL, &condition, 0));
    show("wake two", futex(&condition, FUTEX_CMP_REQUEUE_PI, 2, (void *)1, &word, 0));
    show("requeue, wrong value", futex(&condition, FUTEX_CMP_REQUEUE_PI, 1, (void *)1, &word, 9));
    show("nobody", futex(&condition, FUTEX_CMP_REQUEUE_PI, 1, (void *)10, &word, 0));
    show("take", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, waiter, NULL);
    long moved = 0;
    while (moved < 3) {
        long n = futex(&condition, FUTEX_CMP_REQUEUE_PI, 1, (void *)10, &word, 0);
        if (n > 0)
            moved += n;
        sleep_millis(1);
    }
    printf("moved %ld, waiters marked %d\n", moved, (word & FUTEX_WAITERS) != 0);
    show("give", futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("each had it: %d, word %d\n", got, word);
    pthread_create(&threads[0], NULL, waiter, NULL);
    while (futex(&condition, FUTEX_CMP_REQUEUE_PI, 1, (void *)10, &word, 0) != 1)
        sleep_millis(1);
    pthread_join(threads[0], NULL);
    printf("a free lock is taken for the sleeper: %d\n", got);
    struct timespec past = {1, 0};
    show("timeout", futex(&condition, FUTEX_WAIT_REQUEUE_PI, 0, &past, &word, 0));

    show("lock", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    show("lock again", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    pthread_create(&threads[0], NULL, crosswise, NULL);
    while (!locked)
        sleep_millis(1);
    while ((word & FUTEX_WAITERS) == 0)
        sleep_millis(1);
    show("deadlock", futex(&other, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    show("try", futex(&other, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
    show("not mine", futex(&other, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    show("unlock", futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    pthread_join(threads[0], NULL);
    other = 0;
    pthread_create(&threads[0], NULL, dies, NULL);
    while (other == 0)
        sleep_millis(1);
    show("after its owner died", futex(&other, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    printf("owner died %d, mine %d\n", (other & FUTEX_OWNER_DIED) != 0, (other & FUTEX_TID_MASK) == (int)gettid());
    pthread_join(threads[0], NULL);
    other = 999999;
    show("no such owner", futex(&other, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    return 0;
}
