// vfork inside a vfork: each parent waits for its own child.
#include "guest.h"

static volatile int order[8], count;

int main(void)
{
    pid_t pid = vfork();
    if (pid == 0) {
        order[count++] = 1;
        pid_t inner = vfork();
        if (inner == 0) {
            order[count++] = 2;
            _exit(7);
        }
        int status;
        waitpid(inner, &status, 0);
        order[count++] = WEXITSTATUS(status);
        _exit(8);
    }
    order[count++] = 4;
    show_end("outer", pid);
    for (int i = 0; i < count; i++)
        printf("%d ", order[i]);
    printf("\n");
    return 0;
}
