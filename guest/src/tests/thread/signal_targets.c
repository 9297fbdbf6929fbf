// Signals to threads: directed ones to one thread, process ones to whoever has them unblocked.
// flags: -pthread
#include "guest.h"
#include <pthread.h>
#include <semaphore.h>

static pthread_t main_thread, catcher;
static volatile pthread_t handled_by;
static sem_t ready, handled;
static volatile int stop;

static void handler(int signal)
{
    (void)signal;
    handled_by = pthread_self();
    sem_post(&handled);
}

static void *body(void *unused)
{
    (void)unused;
    mask_signal(SIG_UNBLOCK, SIGUSR1);
    sem_post(&ready);
    while (!stop)
        sleep_millis(1);
    return NULL;
}

static const char *who(void)
{
    while (sem_wait(&handled) != 0) {
    }
    return pthread_equal(handled_by, main_thread) ? "main" : "catcher";
}

int main(void)
{
    sigset_t set;
    main_thread = pthread_self();
    sem_init(&ready, 0, 0);
    sem_init(&handled, 0, 0);
    handle(SIGUSR1, handler, 0);
    handle(SIGUSR2, handler, 0);
    mask_signal(SIG_BLOCK, SIGUSR1);
    pthread_create(&catcher, NULL, body, NULL);
    while (sem_wait(&ready) != 0) {
    }
    kill(getpid(), SIGUSR1);
    printf("process signal, blocked in main: %s\n", who());
    kill(getpid(), SIGUSR2);
    printf("process signal, open to all: %s\n", who());
    pthread_kill(catcher, SIGUSR2);
    printf("directed to the catcher: %s\n", who());
    pthread_kill(main_thread, SIGUSR1);
    sigpending(&set);
    show("directed to main, pending", sigismember(&set, SIGUSR1));
    mask_signal(SIG_UNBLOCK, SIGUSR1);
    printf("unblocked: %s\n", who());
    stop = 1;
    pthread_join(catcher, NULL);
    printf("bad signal: %s\n", error_name(pthread_kill(main_thread, 99)));
    return 0;
}
