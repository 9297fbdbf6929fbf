// A robust mutex whose owner dies, as a thread and as a process (pthread_mutexattr_setrobust(3)).
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *die_owning(void *mutex)
{
    pthread_mutex_lock(mutex);
    return NULL;
}

int main(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_t *mutex =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutex_init(mutex, &attributes);
    pthread_t thread;
    pthread_create(&thread, NULL, die_owning, mutex);
    pthread_join(thread, NULL);
    printf("after the thread: %s\n", error_name(pthread_mutex_lock(mutex)));
    printf("consistent: %s\n", error_name(pthread_mutex_consistent(mutex)));
    pthread_mutex_unlock(mutex);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_mutex_lock(mutex);
        raise(SIGKILL);
    }
    show_end("process", pid);
    printf("after the process: %s\n", error_name(pthread_mutex_lock(mutex)));
    pthread_mutex_unlock(mutex);
    printf("never made consistent: %s\n", error_name(pthread_mutex_lock(mutex)));
    return 0;
}
