// execveat(2): by directory, by empty path, and a script on a close-on-exec descriptor.
#include "guest.h"

static char self[4096];

static void attempt(const char *what, int fd, const char *path, int flags)
{
    pid_t pid = fork();
    if (pid == 0) {
        char *arguments[] = {"x", "said", NULL};
        char *none[] = {NULL};
        syscall(SYS_execveat, fd, path, arguments, none, flags);
        printf("%s: %s\n", what, error_name(errno));
        _exit(0);
    }
    show_end(what, pid);
}

int main(int argc, char **argv)
{
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length] = 0;
    if (argc > 1) {
        printf("ran: %s\n", argv[argc - 1]);
        return 3;
    }
    char text[8192];
    snprintf(text, sizeof text, "#!%s\n", self);
    mkdir("dir", 0755);
    write_file("dir/script", text, 0755);
    symlink("script", "dir/link");
    int dir = open("dir", O_RDONLY | O_DIRECTORY);
    int program = open(self, O_PATH);
    int script = open("dir/script", O_RDONLY | O_CLOEXEC);
    attempt("relative to a directory", dir, "script", 0);
    attempt("descriptor alone", program, "", AT_EMPTY_PATH);
    attempt("empty path without the flag", program, "", 0);
    attempt("link, not followed", dir, "link", AT_SYMLINK_NOFOLLOW);
    attempt("script, close on exec", script, "", AT_EMPTY_PATH);
    attempt("bad descriptor", 77, "script", 0);
    attempt("bad flags", dir, "script", 0x4000);
    attempt("not a directory", script, "x", 0);
    return 0;
}
