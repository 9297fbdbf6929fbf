// exit from any thread ends them all with that status; a fatal signal to one kills all.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *leave(void *unused)
{
    (void)unused;
    exit(23);
}

static void *fault(void *unused)
{
    (void)unused;
    *(volatile int *)8 = 1;
    return NULL;
}

static void *finish(void *unused)
{
    (void)unused;
    sleep_millis(20);
    return NULL;
}

static void attempt(const char *what, void *(*body)(void *), int leader_ends)
{
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, body, NULL);
        if (leader_ends)
            pthread_exit(NULL);
        for (;;)
            pause();
    }
    show_end(what, pid);
}

int main(void)
{
    attempt("exit in a thread", leave, 0);
    attempt("exit in a thread, leader gone", leave, 1);
    attempt("fault in a thread", fault, 0);
    attempt("last thread returns, leader gone", finish, 1);
    return 0;
}
