// A vfork child that dies of a signal releases its parent; a failed exec leaves the child going.
#include "guest.h"

int main(void)
{
    volatile int error = 0;
    pid_t pid = vfork();
    if (pid == 0) {
        char *none[] = {NULL};
        execve("/does/not/exist", none, none);
        error = errno;
        kill(getpid(), SIGKILL);
    }
    printf("exec in the child: %s\n", error_name(error));
    show_end("child", pid);
    return 0;
}
