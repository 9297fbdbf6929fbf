// chmod, chown, umask and what happens to the set-id bits.
#include "guest.h"

static void show_mode(const char *what, const char *path)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        printf("%s: %s\n", what, error_name(errno));
    else
        printf("%s: %o %d %d\n", what, status.st_mode, status.st_uid, status.st_gid);
}

int main(void)
{
    umask(027);
    close(open("a", O_CREAT | O_WRONLY, 0777));
    show_mode("created 0777 under 027", "a");
    mkdir("d", 0777);
    show_mode("directory", "d");
    mkfifo("f", 0666);
    show_mode("fifo", "f");
    chmod("a", 06755);
    show_mode("chmod 6755", "a");
    chown("a", 100, 200);
    show_mode("chown clears set-id", "a");
    chmod("a", 06755);
    chown("a", (uid_t)-1, (gid_t)-1);
    show_mode("chown to nobody new", "a");
    chmod("a", 06755);
    pid_t pid = fork();
    if (pid == 0) {
        chmod("a", 06777);
        setresuid(300, 300, 300);
        int fd = open("a", O_WRONLY);
        write(fd, "x", 1);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show_mode("written by a user", "a");
    chmod("d", 02777);
    chown("d", 0, 555);
    chmod("d", 02777);
    mkdir("d/inner", 0755);
    show_mode("directory in a setgid one", "d/inner");
    close(open("d/file", O_CREAT | O_WRONLY, 0644));
    show_mode("file in a setgid one", "d/file");
    symlink("a", "s");
    show("lchown", lchown("s", 7, 8));
    show_mode("link", "s");
    show("fchmodat of a link", syscall(SYS_fchmodat, AT_FDCWD, "s", 0700));
    show_mode("its target", "a");
    show("fchmod", fchmod(open("a", O_RDONLY), 0600));
    show_mode("fchmod", "a");
    show("chmod missing", chmod("missing", 0600));
    return 0;
}
