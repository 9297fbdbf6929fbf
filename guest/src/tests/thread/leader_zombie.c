// A leader that ended before its threads is a zombie that cannot be waited for yet.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static int gate[2];

static void *outliving(void *unused)
{
    char byte;
    (void)unused;
    read(gate[0], &byte, 1);
    return NULL;
}

int main(void)
{
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        close(gate[1]);
        pthread_create(&thread, NULL, outliving, NULL);
        pthread_exit(NULL);
    }
    show_bool("state Z", await_state(pid, 'Z'));
    show("wait finds nothing", waitpid(pid, NULL, WNOHANG));
    show("still there", kill(pid, 0));
    close(gate[1]);
    show_end("process", pid);
    return 0;
}
