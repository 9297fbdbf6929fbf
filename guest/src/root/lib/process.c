// Processes and programs.
#include "lib.h"

// clone with nothing but the exit signal is fork, on every processor.
long fork(void)
{
    flush();
    return SYS5(__NR_clone, SIGCHLD, 0, 0, 0, 0);
}

long wait4(long pid, int *status, int options) { return SYS4(__NR_wait4, pid, status, options, 0); }
long getpid(void) { return SYS0(__NR_getpid); }
long gettid(void) { return SYS0(__NR_gettid); }
long getppid(void) { return SYS0(__NR_getppid); }

_Noreturn void leave(int status)
{
    flush();
    for (;;)
        SYS1(__NR_exit_group, status);
}

long exec_path(const char *path, char **argv, char **envp)
{
    return SYS3(__NR_execve, path, argv, envp);
}

long exec_search(const char *name, char **argv, char **envp)
{
    if (strchr(name, '/') != NULL)
        return exec_path(name, argv, envp);
    const char *path = get_environment("PATH");
    if (path == NULL)
        path = "/bin:/usr/bin";
    long result = -ENOENT;
    while (*path != 0) {
        const char *end = strchr(path, ':');
        size_t length = end == NULL ? strlen(path) : (size_t)(end - path);
        char *directory = copy_text(path, length);
        long error = exec_path(format_new("%s/%s", length == 0 ? "." : directory, name), argv, envp);
        if (error != -ENOENT && error != -ENOTDIR)
            result = error;
        path += length + (end != NULL);
    }
    return result;
}

const char *get_environment(const char *name)
{
    size_t length = strlen(name);
    for (char **entry = environment; *entry != NULL; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return NULL;
}
