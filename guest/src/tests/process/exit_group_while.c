// exit_group ends threads wherever they are: running, sleeping, waiting, in a handler, stopped.
// flags: -pthread
#include "guest.h"
#include <linux/futex.h>
#include <pthread.h>

static volatile int spinning;
static int word;

static void *run(void *how)
{
    char byte;
    switch ((long)how) {
    case 0:
        spinning = 1;
        for (;;) {
        }
    case 1: sleep(1000); break;
    case 2: syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0); break;
    case 3: {
        int ends[2];
        pipe(ends);
        read(ends[0], &byte, 1);
        break;
    }
    case 4: waitpid(-1, NULL, 0); pause(); break;
    }
    return NULL;
}

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        for (long i = 0; i < 5; i++)
            pthread_create(&thread, NULL, run, (void *)i);
        while (!spinning)
            sched_yield();
        syscall(SYS_exit_group, 42);
    }
    show_end("by the leader", pid);
    pid = fork();
    if (pid == 0) {
        pthread_t thread;
        for (long i = 1; i < 5; i++)
            pthread_create(&thread, NULL, run, (void *)i);
        raise(SIGSTOP);
        _exit(1);
    }
    int status;
    waitpid(pid, &status, WUNTRACED);
    show_status("stopped", status);
    kill(pid, SIGKILL);
    show_end("killed while stopped", pid);
    return 0;
}
