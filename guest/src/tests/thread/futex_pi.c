// Priority-inheritance futexes: ownership, deadlock and owner checks, handing over.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static int word;

static long futex(int op, struct timespec *timeout)
{
    return syscall(SYS_futex, &word, op, 0, timeout, NULL, 0);
}

static void *other(void *unused)
{
    (void)unused;
    show("other: trylock", futex(FUTEX_TRYLOCK_PI, NULL));
    show("other: unlock", futex(FUTEX_UNLOCK_PI, NULL));
    show("other: lock", futex(FUTEX_LOCK_PI, NULL));
    show_bool("other: owns", (word & FUTEX_TID_MASK) == gettid());
    show("other: unlock", futex(FUTEX_UNLOCK_PI, NULL));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    show("lock", futex(FUTEX_LOCK_PI, NULL));
    show_bool("owner in the word", (word & FUTEX_TID_MASK) == gettid());
    show("lock again", futex(FUTEX_LOCK_PI, NULL));
    pthread_create(&thread, NULL, other, NULL);
    while ((word & FUTEX_WAITERS) == 0)
        sleep_millis(1);
    sleep_millis(20);
    long unlocked = futex(FUTEX_UNLOCK_PI, NULL);
    pthread_join(thread, NULL);
    show("unlock", unlocked);
    show("word at the end", word);
    return 0;
}
