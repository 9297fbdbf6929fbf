// fork in a thread copies only that thread; atfork handlers run around it.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static pid_t pid;
static int ends[2];

static void prepare(void) { printf("prepare\n"); }
static void in_child(void) { printf("child\n"); }

// Waits until the child has ended, which has the last writing end.
static void in_parent(void)
{
    char byte;
    close(ends[1]);
    read(ends[0], &byte, 1);
    printf("parent\n");
}

static void *idle(void *unused)
{
    (void)unused;
    for (;;)
        pause();
    return NULL;
}

static void *forker(void *unused)
{
    (void)unused;
    pid = fork();
    if (pid == 0) {
        char text[4096];
        read_file("/proc/self/status", text, sizeof text);
        char *threads = strstr(text, "Threads:");
        printf("%.10s\n", threads == NULL ? "none" : threads);
        show_bool("leader now", gettid() == getpid());
        return (void *)1;
    }
    return NULL;
}

int main(void)
{
    pthread_t thread, idler;
    pipe(ends);
    pthread_atfork(prepare, in_parent, in_child);
    pthread_create(&idler, NULL, idle, NULL);
    pthread_create(&thread, NULL, forker, NULL);
    pthread_join(thread, NULL);
    show_end("child", pid);
    return 0;
}
