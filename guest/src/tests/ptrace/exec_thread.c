// exec by a thread that is not the leader: it takes the leader's id, and the event tells the old one.
// flags: -pthread
#include "tracing.h"
#include <pthread.h>

static void *run(void *unused)
{
    (void)unused;
    execl("/bin/true", "true", NULL);
    return NULL;
}

static void body(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run, NULL);
    for (;;)
        pause();
}

int main(void)
{
    pid_t pid = traced(body, PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("leader", pid);
    pid_t thread = (pid_t)event_message(pid);
    show_stop("thread", thread);
    proceed(pid, PTRACE_CONT, 0);
    proceed(thread, PTRACE_CONT, 0);
    show_stop("leader's id", pid);
    show_bool("it was the thread", (pid_t)event_message(pid) == thread);
    show("the thread's id is gone", kill(thread, 0));
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
