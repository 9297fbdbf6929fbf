// fcntl(2) record locks: per process, merged and split, lost on any close, deadlock found.
#include "guest.h"

static int fd;

static long set(short type, off_t start, off_t length, int command)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
    return fcntl(fd, command, &lock);
}

// What a child sees in the way of a write lock over the range.
static void probe(const char *what, off_t start, off_t length)
{
    fflush(stdout);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        struct flock lock = {.l_type = F_WRLCK, .l_start = start, .l_len = length};
        fcntl(fd, F_GETLK, &lock);
        if (lock.l_type == F_UNLCK)
            printf("%s: free\n", what);
        else
            printf("%s: %s %ld+%ld by %s\n", what, lock.l_type == F_RDLCK ? "read" : "write",
                   (long)lock.l_start, (long)lock.l_len, lock.l_pid == parent ? "parent" : "?");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

int main(void)
{
    write_file("data", "0123456789", 0644);
    fd = open("data", O_RDWR);
    show("write lock 10+10", set(F_WRLCK, 10, 10, F_SETLK));
    probe("all", 0, 0);
    show("unlock 14+2", set(F_UNLCK, 14, 2, F_SETLK));
    probe("first half", 0, 15);
    probe("second half", 15, 100);
    show("read lock 18+10", set(F_RDLCK, 18, 10, F_SETLK));
    probe("after it", 18, 0);
    show("join 14+4", set(F_WRLCK, 14, 4, F_SETLK));
    probe("joined", 0, 0);
    pid_t pid = fork();
    if (pid == 0) {
        show("child conflicts", set(F_WRLCK, 12, 1, F_SETLK));
        show("child beside", set(F_WRLCK, 0, 5, F_SETLK));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    close(open("data", O_RDONLY));
    probe("after closing another descriptor", 0, 0);
    int saved = fd;
    fd = open("data", O_RDONLY);
    show("write lock on a reader", set(F_WRLCK, 0, 1, F_SETLK));
    show("negative length before 0", set(F_RDLCK, 0, -1, F_SETLK));
    show("bad type", set(7, 0, 1, F_SETLK));
    fd = saved;
    show("first", set(F_WRLCK, 0, 1, F_SETLK));
    int gate[2];
    pipe(gate);
    pid = fork();
    if (pid == 0) {
        set(F_WRLCK, 1, 1, F_SETLK);
        write(gate[1], "x", 1);
        long result = set(F_WRLCK, 0, 1, F_SETLKW);
        _exit(result == 0 ? 0 : 1);
    }
    char byte;
    read(gate[0], &byte, 1);
    await_state(pid, 'S');
    show("deadlock", set(F_WRLCK, 1, 1, F_SETLKW));
    set(F_UNLCK, 0, 0, F_SETLK);
    show_end("child", pid);
    return 0;
}
