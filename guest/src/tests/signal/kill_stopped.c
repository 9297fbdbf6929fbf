// SIGKILL ends even a stopped or vforking process; nothing else wakes a stopped one.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        mask_signal(SIG_BLOCK, SIGTERM);
        for (;;)
            pause();
    }
    await_state(pid, 'S');
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    kill(pid, SIGUSR1);
    sleep_millis(10);
    printf("after USR1: %c\n", process_state(pid));
    kill(pid, SIGKILL);
    show_end("killed", pid);
    pid = fork();
    if (pid == 0) {
        if (vfork() == 0) {
            sleep_millis(300);
            _exit(0);
        }
        _exit(1);
    }
    show_bool("vfork parent in D", await_state(pid, 'D'));
    kill(pid, SIGKILL);
    show_end("killed in vfork", pid);
    return 0;
}
