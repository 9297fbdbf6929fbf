// ETXTBSY: a running program cannot be written, a file open for writing cannot be run.
#include "guest.h"

static void copy_self(const char *to)
{
    char block[65536];
    int in = open("/proc/self/exe", O_RDONLY), out = open(to, O_WRONLY | O_CREAT, 0755);
    ssize_t got;
    while ((got = read(in, block, sizeof block)) > 0)
        write(out, block, (size_t)got);
    close(in);
    close(out);
}

int main(int argc, char **argv)
{
    char byte, number[16], ready_number[16];
    if (argc > 2) {
        write(atoi(argv[2]), "x", 1);
        read(atoi(argv[1]), &byte, 1);
        return 5;
    }
    int gate[2], ready[2];
    pipe(gate);
    pipe(ready);
    snprintf(number, sizeof number, "%d", gate[0]);
    snprintf(ready_number, sizeof ready_number, "%d", ready[1]);
    copy_self("program");
    int writer = open("program", O_WRONLY);
    show("run while open for writing", execl("./program", "program", "x", "y", NULL));
    close(writer);
    pid_t pid = fork();
    if (pid == 0) {
        execl("./program", "program", number, ready_number, NULL);
        _exit(1);
    }
    read(ready[0], &byte, 1);
    show("open for writing", open("program", O_WRONLY));
    show("open for both", open("program", O_RDWR));
    show("open to empty", open("program", O_RDONLY | O_TRUNC));
    show("truncate", truncate("program", 0));
    show_ok("open for reading", open("program", O_RDONLY));
    show("rename", rename("program", "renamed"));
    show("still", open("renamed", O_WRONLY));
    show("chmod", chmod("renamed", 0700));
    show("unlink", unlink("renamed"));
    write(gate[1], "x", 1);
    show_end("program", pid);
    return 0;
}
