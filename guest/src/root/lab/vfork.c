// vfork: the child runs in the parent's memory while the parent waits.
#include "lib.h"

static volatile int value = 1;

int main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    put("parent %ld: value %d, about to vfork\n", getpid(), value);
    flush();
    long pid = vfork();
    if (pid == 0) {
        value = 2;
        put("child %ld: set the value to 2 and exits\n", getpid());
        leave(0);
    }
    put("parent %ld: goes on after the child; value %d\n", getpid(), value);
    flush();
    wait4(pid, NULL, 0);
    pid = fork();
    if (pid == 0) {
        value = 3;
        put("child %ld: a fork this time, set the value to 3\n", getpid());
        leave(0);
    }
    wait4(pid, NULL, 0);
    put("parent %ld: after a fork the value is still %d\n", getpid(), value);
    return 0;
}
