// What a handler writes into its context is what the program goes on with.
#include "guest.h"
#include <ucontext.h>

#ifdef __x86_64__
#define IP REG_RIP
#else
#define IP REG_EIP
#endif

static void skip(int signal, siginfo_t *info, void *context)
{
    (void)info;
    ucontext_t *state = context;
    printf("%s\n", signal_name(signal));
    state->uc_mcontext.gregs[IP] += 2;
}

static void block(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    ucontext_t *state = context;
    sigaddset(&state->uc_sigmask, SIGHUP);
    sigaddset(&state->uc_sigmask, SIGKILL);
}

int main(void)
{
    handle_info(SIGILL, skip, 0);
    asm volatile("ud2" ::: "memory");
    printf("past ud2\n");
    handle_info(SIGSEGV, skip, 0);
    asm volatile("movb %%al, (%0)" ::"a"(8L) : "memory");
    printf("past a store\n");
    handle_info(SIGUSR1, block, 0);
    raise(SIGUSR1);
    sigset_t now;
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("blocked now: HUP %d KILL %d USR1 %d\n", sigismember(&now, SIGHUP), sigismember(&now, SIGKILL),
           sigismember(&now, SIGUSR1));
    return 0;
}
