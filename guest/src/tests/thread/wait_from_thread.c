// A thread may wait for another thread's child, unless it says __WNOTHREAD.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *waiter(void *pid)
{
    int status;
    show("with __WNOTHREAD", waitpid(*(pid_t *)pid, &status, __WNOTHREAD));
    show_bool("without", waitpid(*(pid_t *)pid, &status, 0) == *(pid_t *)pid);
    show_status("child", status);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pid_t pid = fork();
    if (pid == 0)
        _exit(14);
    pthread_create(&thread, NULL, waiter, &pid);
    pthread_join(thread, NULL);
    show("nothing left", wait(NULL));
    return 0;
}
