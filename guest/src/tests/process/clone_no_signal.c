// A child with exit signal 0 ends silently, and only __WCLONE or __WALL finds it.
#include "guest.h"

static volatile int noticed;

static void handler(int signal)
{
    (void)signal;
    noticed++;
}

int main(void)
{
    handle(SIGCHLD, handler, SA_RESTART);
    pid_t pid = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(3);
    show_bool("a zombie", await_state(pid, 'Z'));
    int status;
    show("plain wait", waitpid(-1, &status, WNOHANG));
    show("by its number", waitpid(pid, &status, WNOHANG));
    show_ok("__WCLONE", waitpid(-1, &status, __WCLONE));
    show_status("child", status);
    printf("SIGCHLD came %d times\n", noticed);
    pid = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(4);
    show_bool("__WALL", waitpid(pid, &status, __WALL) == pid);
    show_status("child", status);
    pid = fork();
    if (pid == 0)
        _exit(5);
    show("__WCLONE for an ordinary child", waitpid(pid, &status, __WCLONE));
    show_end("ordinary", pid);
    printf("SIGCHLD came %d times\n", noticed);
    return 0;
}
