// Orphans go to the nearest subreaper that lives, past those who end; the flag is not inherited.
#include "guest.h"
#include <sys/prctl.h>

static int gate[2];

int main(void)
{
    char byte;
    int ids[2], flag = -1;
    pipe(gate);
    pipe(ids);
    prctl(PR_SET_CHILD_SUBREAPER, 7);
    prctl(PR_GET_CHILD_SUBREAPER, &flag);
    show("flag is one", flag);
    pid_t outer = fork();
    if (outer == 0) {
        prctl(PR_GET_CHILD_SUBREAPER, &flag);
        show("not inherited", flag);
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        pid_t middle = fork();
        if (middle == 0) {
            pid_t leaf = fork();
            if (leaf == 0) {
                pid_t first = getppid();
                close(gate[1]);
                read(gate[0], &byte, 1);
                write(ids[1], (pid_t[]){first, getppid()}, 2 * sizeof(pid_t));
                _exit(0);
            }
            _exit(0);
        }
        waitpid(middle, NULL, 0);
        close(gate[1]);
        show_bool("an orphan for the inner one", wait(NULL) > 0);
        pid_t parents[2];
        read(ids[0], parents, sizeof parents);
        show_bool("its parent was the inner one", parents[1] == getpid());
        middle = fork();
        if (middle == 0) {
            pid_t leaf = fork();
            if (leaf == 0) {
                pause();
                _exit(0);
            }
            write(ids[1], &leaf, sizeof leaf);
            _exit(0);
        }
        waitpid(middle, NULL, 0);
        _exit(0);
    }
    close(gate[1]);
    show_end("inner", outer);
    pid_t leaf;
    read(ids[0], &leaf, sizeof leaf);
    kill(leaf, SIGKILL);
    show_end("its orphan came to the outer one", leaf);
    return 0;
}
