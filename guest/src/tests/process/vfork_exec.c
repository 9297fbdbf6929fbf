// vfork + exec: the parent goes on as soon as the exec has happened, while the child still runs.
#include "guest.h"

int main(int argc, char **argv)
{
    int go[2];
    if (argc > 1) {
        char byte;
        read(atoi(argv[1]), &byte, 1);
        printf("child got %c\n", byte);
        return 9;
    }
    pipe(go);
    char fd[8];
    snprintf(fd, sizeof fd, "%d", go[0]);
    pid_t pid = vfork();
    if (pid == 0) {
        execl("/proc/self/exe", "child", fd, NULL);
        _exit(127);
    }
    show("child still runs", waitpid(pid, NULL, WNOHANG));
    write(go[1], "x", 1);
    show_end("child", pid);
    return 0;
}
