// CLONE_SYSVSEM shares the list of semaphore adjustments: they are undone when its last user ends.
#include "guest.h"
#include <sys/sem.h>

static int id;

static void up(void)
{
    struct sembuf operation = {0, 5, SEM_UNDO};
    if (semop(id, &operation, 1) != 0)
        die("semop");
}

int main(void)
{
    id = semget(IPC_PRIVATE, 1, 0600);
    pid_t pid = fork();
    if (pid == 0) {
        up();
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("after a fork that undoes its own", semctl(id, 0, GETVAL));
    pid = (pid_t)syscall(SYS_clone, CLONE_SYSVSEM | SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0) {
        up();
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("after one that shares the list", semctl(id, 0, GETVAL));
    show("unshare", unshare(CLONE_SYSVSEM));
    show("after leaving the list", semctl(id, 0, GETVAL));
    semctl(id, 0, IPC_RMID);
    return 0;
}
