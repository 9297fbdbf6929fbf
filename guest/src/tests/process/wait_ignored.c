// With SIGCHLD ignored, wait returns only when all children are gone, and then finds none.
#include "guest.h"

int main(void)
{
    int gate[2], status = 77;
    char byte;
    pipe(gate);
    signal(SIGCHLD, SIG_IGN);
    pid_t quick = fork();
    if (quick == 0)
        _exit(1);
    pid_t slow = fork();
    if (slow == 0) {
        close(gate[1]);
        read(gate[0], &byte, 1);
        _exit(2);
    }
    show("first", waitpid(quick, &status, 0));
    show("the other runs", kill(slow, 0));
    close(gate[1]);
    show("all", wait(&status));
    show("nobody is left", kill(slow, 0));
    printf("status %d\n", status);
    struct sigaction action = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
    sigaction(SIGCHLD, &action, NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(3);
    show("SA_NOCLDWAIT", waitpid(pid, &status, 0));
    signal(SIGCHLD, SIG_DFL);
    pid = fork();
    if (pid == 0)
        _exit(4);
    show_end("by default", pid);
    pid = fork();
    if (pid == 0)
        _exit(5);
    await_state(pid, 'Z');
    signal(SIGCHLD, SIG_IGN);
    show_end("a zombie from before", pid);
    return 0;
}
