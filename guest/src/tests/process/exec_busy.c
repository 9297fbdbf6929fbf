// ETXTBSY both ways: no exec while someone writes, no write while someone runs.
#include "guest.h"

static void copy_self(const char *path)
{
    static char block[65536];
    int in = open("/proc/self/exe", O_RDONLY);
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    ssize_t got;
    while ((got = read(in, block, sizeof block)) > 0)
        write(out, block, (size_t)got);
    close(in);
    close(out);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        show("write while it runs", open(argv[1], O_WRONLY));
        show("truncate while it runs", truncate(argv[1], 0));
        show("unlink while it runs", unlink(argv[1]));
        return 0;
    }
    copy_self("copy");
    int writer = open("copy", O_WRONLY);
    char *arguments[] = {"copy", "copy", NULL};
    char *none[] = {NULL};
    show("exec while open for writing", execve("copy", arguments, none));
    close(writer);
    execve("copy", arguments, none);
    die("execve");
}
