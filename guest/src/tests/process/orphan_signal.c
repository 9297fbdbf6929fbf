// PR_SET_PDEATHSIG: a signal when the parent goes.
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    int report[2];
    pipe(report);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t middle = fork();
    if (middle == 0) {
        if (fork() == 0) {
            int signal = 0;
            prctl(PR_SET_PDEATHSIG, SIGUSR1);
            prctl(PR_GET_PDEATHSIG, &signal);
            printf("asked for %s\n", signal_name(signal));
            write(report[1], "x", 1);
            for (;;)
                pause();
        }
        char byte;
        read(report[0], &byte, 1);
        _exit(0);
    }
    show_end("middle", middle);
    int status;
    wait(&status);
    show_status("orphan", status);
    show("bad signal", prctl(PR_SET_PDEATHSIG, 100));
    return 0;
}
