// Orphans go to the nearest subreaper (prctl(2), PR_SET_CHILD_SUBREAPER).
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    int status, is = 0;
    pid_t self = getpid();
    int gate[2];
    char byte;
    pipe(gate);
    show("set", prctl(PR_SET_CHILD_SUBREAPER, 1));
    prctl(PR_GET_CHILD_SUBREAPER, &is);
    show("get", is);
    pid_t middle = fork();
    if (middle == 0) {
        is = 5;
        prctl(PR_GET_CHILD_SUBREAPER, &is);
        show("inherited", is);
        if (fork() == 0) {
            read(gate[0], &byte, 1);
            show_bool("adopted by the subreaper", getppid() == self);
            _exit(17);
        }
        _exit(0);
    }
    show_end("middle", middle);
    write(gate[1], "x", 1);
    pid_t orphan = wait(&status);
    show_bool("orphan waited for", orphan > 0);
    show_status("orphan", status);
    return 0;
}
