// Orphans go to the nearest subreaper (prctl(2), PR_SET_CHILD_SUBREAPER).
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    int status, is = 0;
    pid_t self = getpid();
    show("set", prctl(PR_SET_CHILD_SUBREAPER, 1));
    prctl(PR_GET_CHILD_SUBREAPER, &is);
    show("get", is);
    pid_t middle = fork();
    if (middle == 0) {
        is = 5;
        prctl(PR_GET_CHILD_SUBREAPER, &is);
        show("inherited", is);
        pid_t me = getpid();
        if (fork() == 0) {
            while (getppid() == me)
                sleep_millis(1);
            show_bool("adopted by the subreaper", getppid() == self);
            _exit(17);
        }
        _exit(0);
    }
    show_end("middle", middle);
    pid_t orphan = wait(&status);
    show_bool("orphan waited for", orphan > 0);
    show_status("orphan", status);
    return 0;
}
