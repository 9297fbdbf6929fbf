// Signals for changes in a directory: fcntl with F_NOTIFY.
#include "guest.h"

static volatile sig_atomic_t plain;
static volatile sig_atomic_t told, told_fd, told_code;

static void on_io(int signal)
{
    (void)signal;
    plain++;
}

static void on_told(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    told++;
    told_fd = info->si_fd;
    told_code = info->si_code;
}

static void seen(const char *what)
{
    printf("%s: SIGIO %d, chosen signal %d\n", what, (int)plain, (int)told);
    plain = told = 0;
}

int main(void)
{
    handle(SIGIO, on_io, 0);
    handle_info(SIGRTMIN + 1, on_told, 0);
    mkdir("d", 0755);
    write_file("file", "x", 0644);
    int fd = open("d", O_RDONLY);
    int file = open("file", O_RDONLY);
    show("of a file", fcntl(file, F_NOTIFY, DN_CREATE));
    show("of nothing", fcntl(fd, F_NOTIFY, 0));
    show("once", fcntl(fd, F_NOTIFY, DN_CREATE));
    write_file("d/a", "x", 0644);
    seen("created");
    write_file("d/b", "x", 0644);
    seen("created again");

    show("signal", fcntl(fd, F_SETSIG, SIGRTMIN + 1));
    show("many times", fcntl(fd, F_NOTIFY, DN_DELETE | DN_RENAME | DN_MULTISHOT));
    unlink("d/a");
    seen("deleted");
    show_bool("its descriptor", told_fd == fd);
    show_bool("its code", told_code == POLL_MSG);
    write_file("d/c", "x", 0644);
    seen("created");
    unlink("d/c");
    seen("deleted again");
    show("and changes", fcntl(fd, F_NOTIFY, DN_MODIFY | DN_ATTRIB | DN_MULTISHOT));
    chmod("d/b", 0600);
    seen("attributes");
    int b = open("d/b", O_WRONLY | O_APPEND);
    seen("opened");
    write(b, "y", 1);
    seen("written");
    close(b);
    show("taken back", fcntl(fd, F_NOTIFY, 0));
    unlink("d/b");
    seen("deleted");

    show("rename", fcntl(fd, F_NOTIFY, DN_RENAME | DN_MULTISHOT));
    write_file("d/e", "x", 0644);
    rename("d/e", "e");
    seen("moved out");
    rename("e", "d/e");
    seen("moved in");
    rename("d/e", "d/f");
    show_bool("moved inside", told > 0);
    told = 0;
    int twin = dup(fd);
    close(fd);
    rename("d/f", "d/g");
    seen("closed");
    show("by the other descriptor", fcntl(twin, F_NOTIFY, DN_DELETE));
    unlink("d/g");
    seen("deleted");
    return 0;
}
