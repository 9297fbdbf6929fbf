// Thread attributes: stack size and place, guard, detached state, and their limits.
// flags: -pthread
#include "guest.h"
#include <pthread.h>

static void *where(void *unused)
{
    (void)unused;
    return __builtin_frame_address(0);
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *result;
    size_t size;
    int state;
    pthread_attr_init(&attributes);
    pthread_attr_getguardsize(&attributes, &size);
    printf("guard %zu\n", size);
    pthread_attr_getdetachstate(&attributes, &state);
    printf("joinable %d\n", state == PTHREAD_CREATE_JOINABLE);
    printf("tiny stack: %s\n", error_name(pthread_attr_setstacksize(&attributes, 100)));
    size = 1 << 20;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_setstack(&attributes, stack, size);
    pthread_create(&thread, &attributes, where, NULL);
    pthread_join(thread, &result);
    show_bool("ran on the given stack", (char *)result > stack && (char *)result < stack + size);
    pthread_attr_destroy(&attributes);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_create(&thread, &attributes, where, NULL);
    sleep_millis(20);
    printf("detached thread came and went\n");
    return 0;
}
