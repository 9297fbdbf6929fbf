// Leaving a handler by a jump: siglongjmp restores the mask when asked, plain longjmp does not.
#include "guest.h"
#include <setjmp.h>

static sigjmp_buf with_mask, without_mask;

static void leave_restoring(int signal)
{
    (void)signal;
    siglongjmp(with_mask, 1);
}

static void leave(int signal)
{
    (void)signal;
    siglongjmp(without_mask, 2);
}

static int blocked(void)
{
    sigset_t set;
    sigprocmask(SIG_BLOCK, NULL, &set);
    return sigismember(&set, SIGUSR1);
}

int main(void)
{
    handle(SIGUSR1, leave_restoring, 0);
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(with_mask, 1) == 0)
            raise(SIGUSR1);
        else
            printf("jumped, blocked %d\n", blocked());
    handle(SIGUSR1, leave, 0);
    if (sigsetjmp(without_mask, 0) == 0)
        raise(SIGUSR1);
    else
        printf("jumped, blocked %d\n", blocked());
    return 0;
}
