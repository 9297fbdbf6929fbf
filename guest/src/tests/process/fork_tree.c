// A binary tree of processes adds up its leaves through exit statuses.
#include "guest.h"

static int leaves(int depth)
{
    if (depth == 0)
        return 1;
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        if (fork() == 0)
            _exit(leaves(depth - 1));
    }
    for (int i = 0; i < 2; i++) {
        int status;
        wait(&status);
        sum += WEXITSTATUS(status);
    }
    return sum;
}

int main(void)
{
    printf("leaves: %d\n", leaves(5));
    return 0;
}
