// A sleep interrupted by stop and continue goes on quietly, without a handler.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct timespec start, pause_time = {0, 150000000}, left = {7, 7};
        clock_gettime(CLOCK_MONOTONIC, &start);
        show("nanosleep", nanosleep(&pause_time, &left));
        long took = elapsed_millis(&start);
        show_bool("slept its time", took >= 150);
        printf("left untouched: %ld\n", (long)left.tv_sec);
        _exit(0);
    }
    await_state(pid, 'S');
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    kill(pid, SIGCONT);
    show_end("child", pid);
    return 0;
}
