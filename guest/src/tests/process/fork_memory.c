// After fork each side owns its private memory: globals, heap, stack and anonymous maps.
#include "guest.h"

static int global = 1;

int main(void)
{
    int local = 1;
    int *heap = malloc(sizeof *heap);
    *heap = 1;
    int *private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    *private = *shared = 1;
    pid_t pid = fork();
    if (pid == 0) {
        global = local = *heap = *private = *shared = 2;
        printf("child: %d %d %d %d %d\n", global, local, *heap, *private, *shared);
        _exit(0);
    }
    show_end("child", pid);
    printf("parent: %d %d %d %d %d\n", global, local, *heap, *private, *shared);
    return 0;
}
