// The leader ends before its threads: a zombie that nobody can wait for until they are gone.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static int gate[2];

static void *run(void *unused)
{
    char byte;
    read(gate[0], &byte, 1);
    syscall(SYS_exit, 3);
    return unused;
}

int main(void)
{
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, run, NULL);
        syscall(SYS_exit, 3);
    }
    show_bool("a zombie", await_state(pid, 'Z'));
    int status;
    show("not to be waited for", waitpid(pid, &status, WNOHANG));
    show("takes signals", kill(pid, 0));
    char path[64], text[64];
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    show("its program", readlink(path, text, sizeof text));
    write(gate[1], "x", 1);
    show_end("then the leader's status", pid);
    return 0;
}
