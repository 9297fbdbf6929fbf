// The C11 thread functions and atomics.
// flags: -pthread
#include "guest.h"
#include <stdatomic.h>
#include <threads.h>

static atomic_long total;
static mtx_t lock;
static long guarded;

static int body(void *number)
{
    for (int i = 0; i < 1000; i++) {
        atomic_fetch_add(&total, 1);
        mtx_lock(&lock);
        guarded += 2;
        mtx_unlock(&lock);
    }
    return *(int *)number;
}

int main(void)
{
    thrd_t threads[4];
    int numbers[4] = {1, 2, 3, 4}, result, sum = 0;
    mtx_init(&lock, mtx_plain);
    for (int i = 0; i < 4; i++)
        thrd_create(&threads[i], body, &numbers[i]);
    for (int i = 0; i < 4; i++) {
        thrd_join(threads[i], &result);
        sum += result;
    }
    long expected = 4000;
    show_bool("exchange", atomic_compare_exchange_strong(&total, &expected, 1));
    printf("sum %d guarded %ld total %ld\n", sum, guarded, (long)total);
    return 0;
}
