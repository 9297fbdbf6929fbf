// PEEK and POKE read and write words anywhere, even where the program may not write.
#include "tracing.h"

static long word = 0x1234;
static const long constant = 0x77;

static void body(void)
{
    raise(SIGTRAP);
    printf("word %#lx constant %#lx\n", word, *(const volatile long *)&constant);
    _exit(0);
}

int main(void)
{
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    show_stop("stop", pid);
    errno = 0;
    printf("peek %#lx\n", ptrace(PTRACE_PEEKDATA, pid, &word, 0));
    show("poke", ptrace(PTRACE_POKEDATA, pid, &word, 0x4321));
    show("poke a constant", ptrace(PTRACE_POKETEXT, pid, &constant, 0x88));
    printf("own words stay %#lx %#lx\n", word, *(const volatile long *)&constant);
    errno = 0;
    ptrace(PTRACE_PEEKDATA, pid, 8, 0);
    printf("peek nowhere: %s\n", error_name(errno));
    show("poke nowhere", ptrace(PTRACE_POKEDATA, pid, 8, 1));
    errno = 0;
    printf("peek across %d\n", ptrace(PTRACE_PEEKDATA, pid, (char *)&word + 1, 0) != 0);
    errno = 0;
    ptrace(PTRACE_PEEKUSER, pid, 3, 0);
    printf("odd place of a register: %s\n", error_name(errno));
    errno = 0;
    ptrace(PTRACE_PEEKUSER, pid, 100000, 0);
    printf("far place of a register: %s\n", error_name(errno));
    proceed(pid, PTRACE_CONT, 0);
    show_stop("end", pid);
    return 0;
}
