// sigaltstack: what it refuses, what it tells, SS_AUTODISARM.
#include "guest.h"
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static char memory[2][65536];
static volatile int changed, flags_inside, on_it;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info, (void)context;
    stack_t stack, other = {memory[1], 0, sizeof memory[1]};
    char here;
    sigaltstack(NULL, &stack);
    flags_inside = stack.ss_flags;
    on_it = &here >= memory[0] && &here < memory[0] + sizeof memory[0];
    changed = sigaltstack(&other, NULL) == 0 ? 0 : errno;
}

int main(void)
{
    stack_t stack = {memory[0], 0, sizeof memory[0]}, now;
    sigaltstack(NULL, &now);
    printf("at first: flags %d size %d\n", now.ss_flags, (int)now.ss_size);
    stack.ss_size = 100;
    show("too small", sigaltstack(&stack, NULL));
    stack.ss_size = sizeof memory[0];
    stack.ss_flags = 8;
    show("unknown flag", sigaltstack(&stack, NULL));
    stack.ss_flags = SS_ONSTACK;
    show("SS_ONSTACK", sigaltstack(&stack, NULL));
    show("bad pointer", syscall(SYS_sigaltstack, 8, NULL));
    show("bad old pointer", syscall(SYS_sigaltstack, NULL, 8));
    handle_info(SIGUSR1, handler, SA_ONSTACK);
    raise(SIGUSR1);
    printf("inside: on it %d, flags %d, change: %s\n", on_it, flags_inside, error_name(changed));
    handle_info(SIGUSR1, handler, 0);
    raise(SIGUSR1);
    printf("without SA_ONSTACK: on it %d, flags %d, change: %s\n", on_it, flags_inside, error_name(changed));
    sigaltstack(NULL, &now);
    show_bool("changed", now.ss_sp == memory[1]);
    stack.ss_flags = (int)SS_AUTODISARM;
    show("disarming", sigaltstack(&stack, NULL));
    handle_info(SIGUSR1, handler, SA_ONSTACK);
    raise(SIGUSR1);
    printf("inside: on it %d, flags %d, change: %s\n", on_it, flags_inside, error_name(changed));
    sigaltstack(NULL, &now);
    printf("after: flags %#x, the first again %d\n", (unsigned)now.ss_flags, now.ss_sp == memory[0]);
    stack.ss_flags = SS_DISABLE;
    show("disable", sigaltstack(&stack, NULL));
    sigaltstack(NULL, &now);
    printf("flags %d\n", now.ss_flags);
    return 0;
}
