// membarrier(2): what must be registered, and that a barrier orders what a running thread does.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

enum { QUERY, GLOBAL = 1, REGISTER_GLOBAL = 4, PRIVATE = 8, REGISTER = 16, SYNC = 32, REGISTER_SYNC = 64 };

static long barrier(int command, int flags)
{
    return syscall(SYS_membarrier, command, flags, 0);
}

static volatile int mine, theirs, rounds, seen_by_other, finished;

// Dekker's: of two that write their own and then read the other's, one sees the other.
static void *other(void *unused)
{
    (void)unused;
    int last = 0;
    while (!finished) {
        int now = rounds;
        if (now == last)
            continue;
        theirs = now;
        asm volatile("" ::: "memory");
        seen_by_other = mine == now;
        asm volatile("" ::: "memory");
        last = now;
        __atomic_store_n(&rounds, -now, __ATOMIC_SEQ_CST);
        while (!finished && rounds == -now) {
        }
        last = 0;
    }
    return NULL;
}

int main(void)
{
    long known = barrier(QUERY, 0);
    printf("known: %#lx\n", known & 0x7f);
    show("flags", barrier(QUERY, 8));
    show("unknown", barrier(1 << 20, 0));
    show("two at once", barrier(3, 0));
    show("not registered", barrier(PRIVATE, 0));
    show("not registered", barrier(SYNC, 0));
    show("register", barrier(REGISTER, 0));
    show("private", barrier(PRIVATE, 0));
    show("not for code", barrier(SYNC, 0));
    pid_t pid = fork();
    if (pid == 0) {
        show("a child's", barrier(PRIVATE, 0));
        fflush(stdout);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("register for code", barrier(REGISTER_SYNC, 0));
    show("code", barrier(SYNC, 0));
    show("register", barrier(REGISTER_GLOBAL, 0));
    show("all", barrier(2, 0));
    pthread_t thread;
    pthread_create(&thread, NULL, other, NULL);
    int missed = 0;
    for (int i = 1; i <= 60; i++) {
        rounds = i;
        mine = i;
        barrier(PRIVATE, 0);
        int saw = theirs == i;
        while (rounds != -i) {
        }
        missed += !saw && !seen_by_other;
    }
    finished = 1;
    pthread_join(thread, NULL);
    printf("missed: %d\n", missed);
    return 0;
}
