// fork(2): one call, two returns, and a parent that knows its child.
#include "guest.h"

int main(void)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        show_bool("child's parent is the caller", getppid() == parent);
        show_bool("child has its own pid", getpid() != parent);
        show_bool("child's thread id is its pid", gettid() == getpid());
        _exit(42);
    }
    show_end("child", pid);
    show_bool("parent got a pid", pid > 0);
    show("no more children", wait(NULL));
    return 7;
}
