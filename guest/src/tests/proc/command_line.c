// cmdline, environ, comm, exe, cwd and root of a process.
#include "guest.h"
#include <sys/prctl.h>

static void show_words(const char *what, const char *path)
{
    char text[512];
    int fd = open(path, O_RDONLY);
    ssize_t length = read(fd, text, sizeof text);
    printf("%s:", what);
    for (ssize_t i = 0; i < length; i++)
        putchar(text[i] == 0 ? '|' : text[i]);
    printf("\n");
    close(fd);
}

int main(int argc, char **argv)
{
    char target[4096];
    if (argc < 2) {
        char *arguments[] = {"named", "one", "", "three words here", NULL};
        char *environment[] = {"A=1", "B=two words", NULL};
        execve("/proc/self/exe", arguments, environment);
        die("execve");
    }
    show_words("cmdline", "/proc/self/cmdline");
    show_words("environ", "/proc/self/environ");
    strcpy(argv[1], "ONE");
    show_words("changed", "/proc/self/cmdline");
    ssize_t length = readlink("/proc/self/exe", target, sizeof target - 1);
    target[length] = 0;
    printf("exe: %s\n", strrchr(target, '/'));
    char here[4096];
    getcwd(here, sizeof here);
    length = readlink("/proc/self/cwd", target, sizeof target - 1);
    target[length] = 0;
    show_bool("cwd", strcmp(here, target) == 0);
    length = readlink("/proc/self/root", target, sizeof target - 1);
    target[length] = 0;
    printf("root: %s\n", target);
    length = readlink("/proc/self", target, sizeof target - 1);
    target[length] = 0;
    show_bool("self", atoi(target) == getpid());
    length = readlink("/proc/thread-self", target, sizeof target - 1);
    target[length] = 0;
    show_bool("thread-self", strstr(target, "/task/") != NULL);
    write_file("/proc/self/comm", "written", 0644);
    char name[16];
    prctl(PR_GET_NAME, name);
    printf("comm: %s\n", name);
    return 0;
}
