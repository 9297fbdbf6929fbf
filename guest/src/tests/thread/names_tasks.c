// Thread names, and the threads of a process as /proc/self/task lists them.
// flags: -pthread
#include "guest.h"
#include <dirent.h>
#include <pthread.h>

static pthread_barrier_t barrier;

static void *body(void *name)
{
    pthread_setname_np(pthread_self(), name);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return NULL;
}

static int by_number(const void *a, const void *b) { return *(int *)a - *(int *)b; }

int main(void)
{
    pthread_t threads[3];
    char *names[] = {"alpha", "beta", "gamma"};
    char path[64], text[64];
    pthread_barrier_init(&barrier, NULL, 4);
    for (int i = 0; i < 3; i++) {
        pthread_create(&threads[i], NULL, body, names[i]);
        sleep_millis(5);
    }
    pthread_barrier_wait(&barrier);
    printf("long name: %s\n", error_name(pthread_setname_np(threads[0], "sixteen letters!")));
    DIR *dir = opendir("/proc/self/task");
    struct dirent *entry;
    int tids[16], count = 0;
    while ((entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            tids[count++] = atoi(entry->d_name);
    qsort(tids, (size_t)count, sizeof *tids, by_number);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "/proc/self/task/%d/comm", tids[i]);
        printf("%s", read_file(path, text, sizeof text));
    }
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
