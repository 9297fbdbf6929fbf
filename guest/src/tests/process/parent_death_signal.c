// PR_SET_PDEATHSIG: when the thread that made it ends; lost on fork, kept on exec.
#include "guest.h"
#include <sys/prctl.h>

static volatile int told;

static void handler(int signal) { told = signal; }

int main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int ready[2], result[2];
    pipe(ready);
    pipe(result);
    pid_t parent = fork();
    if (parent == 0) {
        pid_t pid = fork();
        if (pid == 0) {
            handle(SIGUSR1, handler, 0);
            mask_signal(SIG_BLOCK, SIGUSR1);
            prctl(PR_SET_PDEATHSIG, SIGUSR1);
            int now = 0;
            prctl(PR_GET_PDEATHSIG, &now);
            write(ready[1], &now, sizeof now);
            sigset_t none;
            sigemptyset(&none);
            while (!told)
                sigsuspend(&none);
            write(result[1], (int[]){told}, sizeof(int));
            _exit(0);
        }
        int now;
        read(ready[0], &now, sizeof now);
        printf("set to %s\n", signal_name(now));
        _exit(0);
    }
    show_end("parent", parent);
    int got;
    read(result[0], &got, sizeof got);
    printf("child got %s\n", signal_name(got));
    show("child", wait(NULL) > 0);
    show("bad signal", prctl(PR_SET_PDEATHSIG, 65));
    show("the last", prctl(PR_SET_PDEATHSIG, 64));
    show("none", prctl(PR_SET_PDEATHSIG, 0));
    return 0;
}
