// FUTEX_REQUEUE, FUTEX_CMP_REQUEUE and FUTEX_WAKE_OP move and wake waiters.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static int first, second;

static long futex(int *address, int op, int value, long timeout, int *other, int third)
{
    return syscall(SYS_futex, address, op, value, timeout, other, third);
}

static volatile pid_t tids[5];

static void *waiter(void *number)
{
    tids[(intptr_t)number] = gettid();
    futex(&first, FUTEX_WAIT, 0, 0, NULL, 0);
    return NULL;
}

int main(void)
{
    pthread_t threads[5];
    for (intptr_t i = 0; i < 5; i++)
        pthread_create(&threads[i], NULL, waiter, (void *)i);
    for (int i = 0; i < 5; i++) {
        while (tids[i] == 0)
            sched_yield();
        await_state(tids[i], 'S');
    }
    show("compare fails", futex(&first, FUTEX_CMP_REQUEUE, 1, 1, &second, 9));
    show("wake 1, move 2", futex(&first, FUTEX_CMP_REQUEUE, 1, 2, &second, 0));
    show("left at first", futex(&first, FUTEX_WAKE, 1, 0, NULL, 0));
    second = 10;
    int op = FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 10);
    show("wake op", futex(&first, FUTEX_WAKE_OP, 10, 10, &second, op));
    show("second is", second);
    show("nobody left", futex(&second, FUTEX_WAKE, 10, 0, NULL, 0));
    for (int i = 0; i < 5; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
