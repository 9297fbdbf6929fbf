// Different signals nest; each handler's mask goes when it returns; unblocking runs what waits.
#include "guest.h"

static void second(int signal)
{
    printf("  second handler %s\n", signal_name(signal));
}

static void first(int signal)
{
    printf("first handler %s begins\n", signal_name(signal));
    raise(SIGUSR2);
    raise(SIGHUP);
    printf("first handler ends\n");
}

int main(void)
{
    struct sigaction action = {.sa_handler = first};
    sigaddset(&action.sa_mask, SIGHUP);
    sigaction(SIGUSR1, &action, NULL);
    handle(SIGUSR2, second, 0);
    handle(SIGHUP, second, 0);
    raise(SIGUSR1);
    printf("back in main\n");
    mask_signal(SIG_BLOCK, SIGUSR2);
    raise(SIGUSR2);
    raise(SIGUSR2);
    printf("blocked twice\n");
    mask_signal(SIG_UNBLOCK, SIGUSR2);
    printf("done\n");
    return 0;
}
