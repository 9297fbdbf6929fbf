// System V semaphores: atomic sets of operations, waiting, undo at exit.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/sem.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

static int id;

static long operate(int number, int value, int flags)
{
    struct sembuf operation = {(unsigned short)number, (short)value, (short)flags};
    return semop(id, &operation, 1);
}

int main(void)
{
    unsigned short values[3] = {1, 0, 5};
    id = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600);
    show_bool("create", id >= 0);
    show("set all", semctl(id, 0, SETALL, (union semun){.array = values}));
    show("get", semctl(id, 2, GETVAL));
    show("take", operate(0, -1, 0));
    show("take more", operate(0, -1, IPC_NOWAIT));
    struct sembuf both[2] = {{2, -3, IPC_NOWAIT}, {1, -1, IPC_NOWAIT}};
    show("all or nothing", semop(id, both, 2));
    show("unchanged", semctl(id, 2, GETVAL));
    show("wait for zero", operate(1, 0, 0));
    show("not zero", operate(2, 0, IPC_NOWAIT));
    pid_t pid = fork();
    if (pid == 0) {
        operate(2, -2, SEM_UNDO);
        show("child took", semctl(id, 2, GETVAL));
        operate(0, -1, 0);
        printf("child was woken\n");
        _exit(0);
    }
    while (semctl(id, 0, GETNCNT) != 1)
        sleep_millis(1);
    show("waiting", semctl(id, 0, GETNCNT));
    show_bool("last pid", semctl(id, 2, GETPID) == pid);
    operate(0, 1, 0);
    show_end("child", pid);
    show("undone", semctl(id, 2, GETVAL));
    struct timespec limit = {0, 10000000};
    struct sembuf take = {1, -1, 0};
    show("timed", semtimedop(id, &take, 1, &limit));
    pid = fork();
    if (pid == 0) {
        show("removed under a waiter", operate(1, -1, 0));
        _exit(0);
    }
    while (semctl(id, 1, GETNCNT) != 1)
        sleep_millis(1);
    show("out of range", semctl(id, 9, GETVAL));
    show("too large", semctl(id, 0, SETVAL, (union semun){.val = 40000}));
    show("bad number", operate(7, 1, 0));
    long removed = semctl(id, 0, IPC_RMID);
    show_end("child", pid);
    show("remove", removed);
    show("gone", operate(0, 1, 0));
    return 0;
}
