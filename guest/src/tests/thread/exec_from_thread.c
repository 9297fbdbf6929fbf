// execve from a thread that is not the leader: everybody else dies, the process id stays.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static char old_pid[16];

static void *sleeper(void *unused)
{
    (void)unused;
    for (;;)
        pause();
    return NULL;
}

static void *executor(void *unused)
{
    (void)unused;
    execl("/proc/self/exe", "after", old_pid, NULL);
    die("execl");
    return NULL;
}

static int count_tasks(void)
{
    int count = 0;
    char path[64];
    for (int i = -300; i < 300; i++) {
        snprintf(path, sizeof path, "/proc/self/task/%d", getpid() + i);
        count += access(path, F_OK) == 0;
    }
    return count;
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        show_bool("same process id", atoi(argv[1]) == getpid());
        show_bool("thread id is the process id", gettid() == getpid());
        show("tasks", count_tasks());
        return 6;
    }
    snprintf(old_pid, sizeof old_pid, "%d", getpid());
    pthread_t thread;
    for (int i = 0; i < 3; i++)
        pthread_create(&thread, NULL, sleeper, NULL);
    pthread_create(&thread, NULL, executor, NULL);
    for (;;)
        pause();
}
