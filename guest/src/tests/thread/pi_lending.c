// A lock's owner runs at the priority of its highest waiter, along chains of locks, until it lets go.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static int words[2];
static volatile pid_t low, middle;
static volatile int stage;

static long lock(int *word) { return syscall(SYS_futex, word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0); }
static long unlock(int *word) { return syscall(SYS_futex, word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0); }

static void take(int *word)
{
    int zero = 0;
    if (!__atomic_compare_exchange_n(word, &zero, (int)gettid(), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        if (lock(word) != 0)
            die("lock");
}

static void give(int *word)
{
    int mine = (int)gettid();
    if (!__atomic_compare_exchange_n(word, &mine, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
        unlock(word);
}

// Field 18 of /proc/PID/stat: 20 + nice, or -1 less the real-time priority.
static int priority(pid_t tid)
{
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid);
    read_file(path, text, sizeof text);
    char *at = strrchr(text, ')') + 2;
    for (int i = 3; i < 18; i++)
        at = strchr(at, ' ') + 1;
    return atoi(at);
}

static bool realtime(int level)
{
    struct sched_param param = {level};
    return syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &param) == 0;
}

static void *run_low(void *unused)
{
    low = gettid();
    take(&words[0]);
    stage = 1;
    while (stage < 4)
        sleep_millis(1);
    give(&words[0]);
    while (stage < 6)
        sleep_millis(1);
    return unused;
}

static void *run_middle(void *unused)
{
    if (!realtime(10))
        die("middle");
    take(&words[1]);
    middle = gettid();
    stage = 2;
    take(&words[0]);
    give(&words[0]);
    give(&words[1]);
    stage = 5;
    while (stage < 6)
        sleep_millis(1);
    return unused;
}

static void *run_high(void *unused)
{
    if (!realtime(30))
        die("high");
    stage = 3;
    take(&words[1]);
    give(&words[1]);
    return unused;
}

static void await_priority(const char *what, pid_t tid, int wanted)
{
    int now = 0;
    for (int i = 0; i < 3000; i++) {
        now = priority(tid);
        if (now == wanted)
            break;
        sleep_millis(1);
    }
    printf("%s: %d\n", what, now);
}

int main(void)
{
    pthread_t threads[3];
    pthread_create(&threads[0], NULL, run_low, NULL);
    while (stage < 1)
        sleep_millis(1);
    await_priority("owner alone", low, 20);
    pthread_create(&threads[1], NULL, run_middle, NULL);
    while (stage < 2)
        sleep_millis(1);
    await_priority("a waiter of priority 10", low, -11);
    pthread_create(&threads[2], NULL, run_high, NULL);
    while (stage < 3)
        sleep_millis(1);
    await_priority("the waiter, waited for at 30", middle, -31);
    await_priority("the owner through the chain", low, -31);
    int policy = sched_getscheduler(low);
    printf("policy stays %d\n", policy);
    stage = 4;
    while (stage < 5)
        sleep_millis(1);
    await_priority("owner after giving", low, 20);
    await_priority("middle after giving", middle, -11);
    pthread_join(threads[2], NULL);
    stage = 6;
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    printf("words %d %d\n", words[0], words[1]);
    return 0;
}
