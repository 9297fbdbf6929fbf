// The parent of a vfork goes on when its child's exec has succeeded, not before.
#include "guest.h"

int main(int argc, char **argv)
{
    if (argc > 1) {
        char byte;
        read(atoi(argv[1]), &byte, 1);
        return 9;
    }
    int gate[2];
    char number[16];
    pipe(gate);
    snprintf(number, sizeof number, "%d", gate[0]);
    char *arguments[] = {argv[0], number, NULL};
    pid_t pid = vfork();
    if (pid == 0) {
        execv("./missing", arguments);
        execv("/proc/self/exe", arguments);
        _exit(1);
    }
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    read_file(path, text, sizeof text);
    printf("it has its arguments: %d\n", strcmp(text + strlen(text) + 1, number) == 0);
    write(gate[1], "x", 1);
    show_end("child", pid);
    return 0;
}
