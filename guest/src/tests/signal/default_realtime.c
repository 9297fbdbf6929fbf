// Real-time signals and stops: default action, and the state letter of a stopped process.
#include "guest.h"

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        raise(SIGRTMIN + 3);
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    show("killed by RTMIN+", WTERMSIG(status) - SIGRTMIN);
    pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    kill(pid, SIGSTOP);
    show_bool("state T", await_state(pid, 'T'));
    kill(pid, SIGCONT);
    show_bool("state S", await_state(pid, 'S'));
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    kill(pid, SIGTERM);
    sleep_millis(10);
    printf("terminated only when it goes on: %c\n", process_state(pid));
    kill(pid, SIGCONT);
    show_end("child", pid);
    return 0;
}
