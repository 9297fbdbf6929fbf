// PTRACE_SEIZE does not stop; PTRACE_INTERRUPT does, inside and outside of system calls.
#include "tracing.h"

int main(void)
{
    int gate[2];
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        char byte;
        ssize_t got = read(gate[0], &byte, 1);
        _exit(got == 1 ? 6 : 7);
    }
    await_state(pid, 'S');
    show("seize", ptrace(PTRACE_SEIZE, pid, 0, 0));
    printf("state %c\n", process_state(pid));
    show("interrupt", ptrace(PTRACE_INTERRUPT, pid, 0, 0));
    show_stop("stop", pid);
    proceed(pid, PTRACE_CONT, 0);
    show_bool("the read goes on", await_state(pid, 'S'));
    show("interrupt", ptrace(PTRACE_INTERRUPT, pid, 0, 0));
    show_stop("stop", pid);
    proceed(pid, PTRACE_CONT, 0);
    write(gate[1], "x", 1);
    show_stop("end", pid);
    show("gone", ptrace(PTRACE_INTERRUPT, pid, 0, 0));
    return 0;
}
