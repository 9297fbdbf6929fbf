// Read-write locks, semaphores, spin locks and once: the rest of the locks.
// flags: -pthread
#include "guest.h"
#include <pthread.h>
#include <semaphore.h>

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_spinlock_t spin;
static sem_t semaphore;
static int spun, initialised;

static void initialise(void) { initialised++; }

static void *body(void *unused)
{
    (void)unused;
    pthread_once(&once, initialise);
    for (int i = 0; i < 500; i++) {
        pthread_spin_lock(&spin);
        spun++;
        pthread_spin_unlock(&spin);
    }
    sem_post(&semaphore);
    return NULL;
}

int main(void)
{
    printf("read %s\n", error_name(pthread_rwlock_rdlock(&rwlock)));
    printf("read again %s\n", error_name(pthread_rwlock_tryrdlock(&rwlock)));
    printf("write %s\n", error_name(pthread_rwlock_trywrlock(&rwlock)));
    pthread_rwlock_unlock(&rwlock);
    pthread_rwlock_unlock(&rwlock);
    printf("write %s\n", error_name(pthread_rwlock_trywrlock(&rwlock)));
    printf("read %s\n", error_name(pthread_rwlock_tryrdlock(&rwlock)));
    printf("write again %s\n", error_name(pthread_rwlock_wrlock(&rwlock)));
    sem_init(&semaphore, 0, 0);
    pthread_spin_init(&spin, 0);
    show("sem_trywait", sem_trywait(&semaphore));
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, body, NULL);
    for (int i = 0; i < 3; i++)
        sem_wait(&semaphore);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("spun %d, initialised %d\n", spun, initialised);
    return 0;
}
