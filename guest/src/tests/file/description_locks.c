// Open file description locks (F_OFD_*): owned by the description, not by the process.
#include "guest.h"

static long set(int fd, short type, int command)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 10};
    return fcntl(fd, command, &lock);
}

int main(void)
{
    write_file("data", "0123456789", 0644);
    int one = open("data", O_RDWR), two = open("data", O_RDWR);
    show("one", set(one, F_WRLCK, F_OFD_SETLK));
    show("two, same process", set(two, F_WRLCK, F_OFD_SETLK));
    show("classic lock, same process", set(two, F_WRLCK, F_SETLK));
    struct flock lock = {.l_type = F_WRLCK};
    show("get", fcntl(two, F_OFD_GETLK, &lock));
    printf("type %d pid %d length %ld\n", lock.l_type == F_WRLCK, lock.l_pid, (long)lock.l_len);
    close(open("data", O_RDONLY));
    show("still held", set(two, F_RDLCK, F_OFD_SETLK));
    pid_t pid = fork();
    if (pid == 0) {
        show("child unlocks", set(one, F_UNLCK, F_OFD_SETLK));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("two now", set(two, F_WRLCK, F_OFD_SETLK));
    lock.l_pid = 5;
    show("pid must be 0", fcntl(one, F_OFD_SETLK, &lock));
    return 0;
}
