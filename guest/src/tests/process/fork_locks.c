// Record locks stay with the parent, flock(2) and description locks go along.
#include "guest.h"
#include <sys/file.h>

int main(void)
{
    int fd = open("file", O_RDWR | O_CREAT, 0644);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 10};
    struct flock other = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 20, .l_len = 10};
    show("record", fcntl(fd, F_SETLK, &lock));
    show("description", fcntl(fd, F_OFD_SETLK, &other));
    show("flock", flock(fd, LOCK_EX));
    pid_t pid = fork();
    if (pid == 0) {
        show("parent's record", fcntl(fd, F_SETLK, &lock));
        show("the description's own", fcntl(fd, F_OFD_SETLK, &other));
        show("flock through the same", flock(fd, LOCK_EX | LOCK_NB));
        int again = open("file", O_RDWR);
        show("flock through another", flock(again, LOCK_EX | LOCK_NB));
        show("description through another", fcntl(again, F_OFD_SETLK, &other));
        show("unlock", flock(fd, LOCK_UN));
        show("flock through another", flock(again, LOCK_EX | LOCK_NB));
        _exit(0);
    }
    show_end("child", pid);
    show("the child's is gone", flock(fd, LOCK_EX | LOCK_NB));
    return 0;
}
