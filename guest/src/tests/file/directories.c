// mkdir, rmdir, chdir, fchdir, getcwd, chroot and their errors.
#include "guest.h"

int main(void)
{
    char path[4096], start[4096], small[2];
    getcwd(start, sizeof start);
    show("mkdir", mkdir("a", 0755));
    show("mkdir again", mkdir("a", 0755));
    show("mkdir with slash", mkdir("b/", 0755));
    show("mkdir below a missing one", mkdir("x/y", 0755));
    show("mkdir dot", mkdir(".", 0755));
    mkdir("a/inner", 0755);
    show("rmdir full", rmdir("a"));
    show("rmdir dot", rmdir("a/inner/."));
    show("rmdir dot-dot", rmdir("a/inner/.."));
    write_file("file", "", 0644);
    show("rmdir file", rmdir("file"));
    show("rmdir missing", rmdir("missing"));
    show("rmdir root", rmdir("/"));
    int here = open(".", O_RDONLY);
    show("chdir", chdir("a/inner"));
    getcwd(path, sizeof path);
    show_bool("cwd", strcmp(path + strlen(start), "/a/inner") == 0);
    show("kernel's length", syscall(SYS_getcwd, path, sizeof path) == (long)strlen(start) + 9);
    show("too small", syscall(SYS_getcwd, small, 2));
    rename("../../a", "../../renamed");
    getcwd(path, sizeof path);
    printf("%s\n", path + strlen(start));
    show("fchdir", fchdir(here));
    show("chdir to a file", chdir("file"));
    show("fchdir to a file", fchdir(open("file", O_RDONLY)));
    show("chdir missing", chdir("missing"));
    pid_t pid = fork();
    if (pid == 0) {
        show("chroot", chroot("renamed"));
        chdir("/");
        printf("%s\n", getcwd(path, sizeof path));
        show("inside", access("/inner", F_OK));
        show("no way up", access("/../../file", F_OK));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
