// A failed exec leaves a vfork child in its parent's memory.
#include "guest.h"

static volatile int error;

int main(void)
{
    char *arguments[] = {"nothing", NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        execve("./missing", arguments, NULL);
        error = errno;
        _exit(127);
    }
    printf("child's error: %s\n", error_name(error));
    show_end("child", pid);
    write_file("text", "no program\n", 0755);
    pid = vfork();
    if (pid == 0) {
        execve("./text", arguments, NULL);
        error = errno;
        _exit(126);
    }
    printf("child's error: %s\n", error_name(error));
    show_end("child", pid);
    return 0;
}
