// A script may be another script's interpreter; the nesting has an end, and it is ELOOP.
#include "guest.h"

static char self[4096];

static void chain(int depth)
{
    char name[16], text[8192];
    snprintf(text, sizeof text, "#!%s\n", self);
    write_file("s1", text, 0755);
    for (int i = 2; i <= depth; i++) {
        snprintf(name, sizeof name, "s%d", i);
        snprintf(text, sizeof text, "#!./s%d\n", i - 1);
        write_file(name, text, 0755);
    }
    snprintf(name, sizeof name, "./s%d", depth);
    pid_t pid = fork();
    if (pid == 0) {
        char *arguments[] = {"x", "last", NULL};
        char *none[] = {NULL};
        execve(name, arguments, none);
        printf("depth %d: %s\n", depth, error_name(errno));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length] = 0;
    if (argc > 1) {
        for (int i = 1; i < argc; i++)
            printf("%s%s", argv[i], i + 1 < argc ? " " : "\n");
        return 0;
    }
    for (int depth = 1; depth <= 7; depth++)
        chain(depth);
    return 0;
}
