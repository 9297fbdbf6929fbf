// futex(2): what it refuses.
#include "guest.h"
#include <linux/futex.h>

static int word = 5, other = 6;

static long futex(void *at, int op, unsigned value, void *time, void *second, unsigned third)
{
    return syscall(SYS_futex, at, op, value, time, second, third);
}

int main(void)
{
    struct timespec none = {0, 0}, bad = {0, 1000000000}, negative = {-1, 0}, past = {1, 0};
    show("value differs", futex(&word, FUTEX_WAIT, 4, NULL, NULL, 0));
    show("time runs out", futex(&word, FUTEX_WAIT, 5, &none, NULL, 0));
    show("bad time", futex(&word, FUTEX_WAIT, 5, &bad, NULL, 0));
    show("negative time", futex(&word, FUTEX_WAIT, 5, &negative, NULL, 0));
    show("bad time pointer", futex(&word, FUTEX_WAIT, 5, (void *)8, NULL, 0));
    show("misaligned", futex((char *)&word + 1, FUTEX_WAIT, 5, NULL, NULL, 0));
    show("nowhere", futex((void *)8, FUTEX_WAIT, 5, NULL, NULL, 0));
    show("wake misaligned", futex((char *)&word + 2, FUTEX_WAKE, 1, NULL, NULL, 0));
    show("wake nobody", futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
    show("wake nowhere, private", futex((void *)8, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
    show("wake nowhere, shared", futex((void *)8, FUTEX_WAKE, 1, NULL, NULL, 0));
    show("no bits to wait for", futex(&word, FUTEX_WAIT_BITSET, 5, &past, NULL, 0));
    show("no bits to wake", futex(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0));
    show("absolute time in the past", futex(&word, FUTEX_WAIT_BITSET, 5, &past, NULL, 1));
    show("requeue, value differs", futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)1, &other, 4));
    show("requeue nobody", futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)1, &other, 5));
    show("requeue a negative number", futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)-1L, &other, 5));
    show("unlock another's", futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    word = 0;
    show("lock", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    show_bool("mine", word == gettid());
    show("lock again", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    show("try again", futex(&word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0));
    show("unlock", futex(&word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    printf("word %d\n", word);
    word = 0x3ffff0;
    show("an owner that is not there", futex(&word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    show("unknown operation", futex(&word, 99, 0, NULL, NULL, 0));
    show("real time for FUTEX_WAKE", futex(&word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 0, NULL, NULL, 0));
    word = 3;
    other = 7;
    show("wake and add", futex(&word, FUTEX_WAKE_OP, 1, (void *)1, &other, FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 7)));
    printf("other %d\n", other);
    futex(&word, FUTEX_WAKE_OP, 1, (void *)1, &other, FUTEX_OP(FUTEX_OP_ANDN, 4, FUTEX_OP_CMP_EQ, 7));
    printf("other %d\n", other);
    futex(&word, FUTEX_WAKE_OP, 1, (void *)1, &other, FUTEX_OP(FUTEX_OP_XOR | FUTEX_OP_OPARG_SHIFT, 4, FUTEX_OP_CMP_EQ, 7));
    printf("other %d\n", other);
    return 0;
}
