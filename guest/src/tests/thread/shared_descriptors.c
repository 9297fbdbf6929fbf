// Threads share the descriptor table: a close in one is seen by all, and a blocked read goes on.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static int pipes[2];
static volatile pid_t tid;

static void *reader(void *unused)
{
    char text[8] = "";
    (void)unused;
    tid = gettid();
    ssize_t got = read(pipes[0], text, 7);
    printf("reader got %zd %s\n", got, text);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pipe(pipes);
    pthread_create(&thread, NULL, reader, NULL);
    while (tid == 0)
        sched_yield();
    await_state(tid, 'S');
    int saved = pipes[0];
    int spare = dup(saved);
    show("close under the reader", close(saved));
    write(pipes[1], "hello", 5);
    pthread_join(thread, NULL);
    show("closed for all", fcntl(saved, F_GETFD));
    show("the other name", fcntl(spare, F_GETFD));
    return 0;
}
