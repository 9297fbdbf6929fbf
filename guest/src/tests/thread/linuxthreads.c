// Threads as LinuxThreads made them, beside NPTL's: who has which process id and who is waited for.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static char stack[65536] __attribute__((aligned(16)));
static pid_t main_pid;
static volatile int shared;

static void describe(const char *what)
{
    printf("%s: own process id %s, own thread id %s, parent is main %s\n", what,
           getpid() != main_pid ? "yes" : "no", gettid() != main_pid ? "yes" : "no",
           getppid() == main_pid ? "yes" : "no");
}

static int old_way(void *unused)
{
    (void)unused;
    describe("LinuxThreads");
    shared += 1;
    return 0;
}

static void *new_way(void *unused)
{
    (void)unused;
    describe("NPTL");
    shared += 10;
    return NULL;
}

int main(void)
{
    main_pid = getpid();
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGUSR2;
    handle(SIGUSR2, SIG_IGN, 0);
    pid_t pid = clone(old_way, stack + sizeof stack, flags, NULL);
    int status;
    while (waitpid(pid, &status, __WCLONE) != pid) {
    }
    show_status("waited for", status);
    pthread_t thread;
    pthread_create(&thread, NULL, new_way, NULL);
    pthread_join(thread, NULL);
    printf("shared: %d\n", shared);
    return 0;
}
