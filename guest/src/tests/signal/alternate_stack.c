// sigaltstack(2): handlers on another stack, the state inside, and the errors.
#include "guest.h"

static char area[65536];

static int on_area(void)
{
    char *here = __builtin_frame_address(0);
    return here > area && here < area + sizeof area;
}

static void handler(int signal)
{
    stack_t stack, other = {.ss_sp = area, .ss_size = sizeof area};
    (void)signal;
    sigaltstack(NULL, &stack);
    printf("on the stack %d, flags %d\n", on_area(), stack.ss_flags);
    show("change it while on it", sigaltstack(&other, NULL));
}

int main(void)
{
    stack_t stack = {.ss_sp = area, .ss_size = sizeof area}, old;
    show("set", sigaltstack(&stack, &old));
    printf("before: flags %d\n", old.ss_flags);
    handle(SIGUSR1, handler, SA_ONSTACK);
    raise(SIGUSR1);
    handle(SIGUSR1, handler, 0);
    printf("without SA_ONSTACK\n");
    raise(SIGUSR1);
    stack.ss_size = 100;
    show("too small", sigaltstack(&stack, NULL));
    stack.ss_flags = 64;
    show("bad flags", sigaltstack(&stack, NULL));
    stack.ss_flags = SS_DISABLE;
    show("disable", sigaltstack(&stack, &old));
    printf("old size %zu\n", old.ss_size);
    show("bad pointer", sigaltstack((stack_t *)8, NULL));
    return 0;
}
