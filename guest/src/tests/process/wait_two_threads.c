// Two threads wait for one child: exactly one gets it.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pid_t child;
static int got, refused;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *waiter(void *unused)
{
    int status;
    pid_t pid = waitpid(child, &status, 0);
    pthread_mutex_lock(&lock);
    got += pid == child;
    refused += pid == -1 && errno == ECHILD;
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    int gate[2];
    char byte;
    pthread_t threads[4];
    pipe(gate);
    child = fork();
    if (child == 0) {
        close(gate[1]);
        read(gate[0], &byte, 1);
        _exit(0);
    }
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, waiter, NULL);
    sched_yield();
    close(gate[1]);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    printf("got %d refused %d\n", got, refused);
    return 0;
}
