// System V shared memory: create, attach, share over fork, remove while attached.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/shm.h>

int main(void)
{
    struct shmid_ds status;
    int id = shmget(IPC_PRIVATE, 10000, IPC_CREAT | 0600);
    show_bool("create", id >= 0);
    char *memory = shmat(id, NULL, 0);
    show_bool("zeroed", memory[0] == 0 && memory[9999] == 0);
    strcpy(memory, "from the parent");
    pid_t pid = fork();
    if (pid == 0) {
        printf("child sees %s\n", memory);
        strcpy(memory, "from the child");
        shmdt(memory);
        char *again = shmat(id, NULL, SHM_RDONLY);
        show_bool("attached again", again != (void *)-1);
        again[0] = 'x';
        _exit(0);
    }
    show_end("write to a read-only view", pid);
    printf("parent sees %s\n", memory);
    shmctl(id, IPC_STAT, &status);
    printf("size %zu attached %lu mode %o\n", status.shm_segsz, (unsigned long)status.shm_nattch,
           status.shm_perm.mode);
    show("remove", shmctl(id, IPC_RMID, NULL));
    printf("still usable: %s\n", memory);
    show("detach", shmdt(memory));
    show("gone", shmctl(id, IPC_STAT, &status));
    show("detach again", shmdt(memory));
    key_t key = 0x4d000000 + (getpid() & 0xffffff);
    id = shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600);
    show_bool("by key", id >= 0);
    show("exclusive", shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600));
    show_bool("same id", shmget(key, 100, 0) == id);
    show("larger", shmget(key, 8192, 0));
    shmctl(id, IPC_RMID, NULL);
    show("no such key", shmget(key, 100, 0));
    show("size 0", shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600));
    show("bad id", shmat(-1, NULL, 0) == (void *)-1 ? -1 : 0);
    return 0;
}
