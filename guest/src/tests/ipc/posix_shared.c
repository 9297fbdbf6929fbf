// POSIX shared memory and named semaphores between processes.
// flags: -pthread
#include "guest.h"
#include <semaphore.h>

int main(void)
{
    char name[32];
    snprintf(name, sizeof name, "/guest-%d", getpid());
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    show_ok("shm_open", fd);
    show("exclusive", shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600));
    ftruncate(fd, 4096);
    int *counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
    show_bool("sem_open", semaphore != SEM_FAILED);
    for (int i = 0; i < 3; i++) {
        if (fork() == 0) {
            sem_t *own = sem_open(name, 0);
            int *mine = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shm_open(name, O_RDWR, 0), 0);
            for (int n = 0; n < 200; n++) {
                sem_wait(own);
                int value = *mine;
                if (n % 50 == 0)
                    sched_yield();
                *mine = value + 1;
                sem_post(own);
            }
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
    printf("counter %d\n", *counter);
    int value;
    sem_getvalue(semaphore, &value);
    printf("semaphore %d\n", value);
    show("unlink", shm_unlink(name));
    show("unlink semaphore", sem_unlink(name));
    show("missing", shm_open(name, O_RDWR, 0));
    return 0;
}
