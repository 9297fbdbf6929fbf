// A runaway real-time task leaves some time to others on its processor.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static volatile bool stop;
static volatile long turns;

static void pin(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void *fair(void *unused)
{
    pin();
    while (!stop)
        turns++;
    return unused;
}

static void *runaway(void *unused)
{
    struct timespec start;
    pin();
    struct sched_param param = {50};
    show("FIFO", sched_setscheduler(0, SCHED_FIFO, &param));
    clock_gettime(CLOCK_MONOTONIC, &start);
    long before = turns;
    while (elapsed_millis(&start) < 2300) {
    }
    show_bool("others ran", turns > before);
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, fair, NULL);
    while (turns == 0)
        sleep_millis(1);
    pthread_create(&threads[1], NULL, runaway, NULL);
    pthread_join(threads[1], NULL);
    stop = true;
    pthread_join(threads[0], NULL);
    char text[64];
    printf("runtime %s", read_file("/proc/sys/kernel/sched_rt_runtime_us", text, sizeof text));
    printf("period %s", read_file("/proc/sys/kernel/sched_rt_period_us", text, sizeof text));
    return 0;
}
