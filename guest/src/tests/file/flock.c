// flock(2): per open description, shared among duplicates and children, converted and released.
#include "guest.h"
#include <sys/file.h>

int main(void)
{
    write_file("lock", "", 0644);
    int one = open("lock", O_RDWR), two = open("lock", O_RDWR), copy = dup(one);
    show("exclusive", flock(one, LOCK_EX));
    show("other description", flock(two, LOCK_EX | LOCK_NB));
    show("same again", flock(copy, LOCK_EX | LOCK_NB));
    show("downgrade", flock(one, LOCK_SH));
    show("share", flock(two, LOCK_SH | LOCK_NB));
    show("upgrade blocked", flock(one, LOCK_EX | LOCK_NB));
    close(one);
    show("duplicate keeps it", flock(two, LOCK_EX | LOCK_NB));
    show("unlock by the duplicate", flock(copy, LOCK_UN));
    show("now", flock(two, LOCK_EX | LOCK_NB));
    pid_t pid = fork();
    if (pid == 0) {
        show("child holds it too", flock(two, LOCK_EX | LOCK_NB));
        show("child's own description", flock(open("lock", O_RDWR), LOCK_SH | LOCK_NB));
        flock(two, LOCK_UN);
        _exit(0);
    }
    show_end("child", pid);
    show("child unlocked it", flock(open("lock", O_RDWR), LOCK_EX | LOCK_NB));
    pid = fork();
    if (pid == 0) {
        int own = open("lock", O_RDONLY);
        for (int fd = 3; fd < own; fd++)
            close(fd);
        show("waited", flock(own, LOCK_SH));
        _exit(0);
    }
    await_state(pid, 'S');
    printf("a waiter sleeps\n");
    for (int fd = 3; fd < 20; fd++)
        close(fd);
    show_end("waiter", pid);
    show("bad operation", flock(1, 0));
    show("bad descriptor", flock(99, LOCK_SH));
    return 0;
}
