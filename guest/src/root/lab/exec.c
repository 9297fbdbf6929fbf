// fork, exec, wait: how a shell starts every command.
#include "lib.h"

int main(int argc, char **argv)
{
    char *hello[] = {"hello", "from", "exec", NULL};
    char **command = argc > 1 ? argv + 1 : hello;
    put("parent %ld: about to fork\n", getpid());
    long pid = fork();
    if (pid == 0) {
        put("child %ld: a copy of the parent, about to exec %s\n", getpid(), command[0]);
        flush();
        long error = argc > 1 ? exec_search(command[0], command, environment)
                              : exec_path("/lab/hello", command, environment);
        put("child %ld: still the old program: %s\n", getpid(), error_text(error));
        return 127;
    }
    int status = 0;
    long ended = wait4(pid, &status, 0);
    put("parent %ld: child %ld ended with status %d\n", getpid(), ended, SHELL_STATUS(status));
    return 0;
}
