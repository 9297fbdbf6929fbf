// A tracer's end lets its tracees go, or kills them with PTRACE_O_EXITKILL.
#include "tracing.h"
#include <sys/prctl.h>

static void try(const char *what, long options)
{
    int gate[2], ids[2];
    pipe(gate);
    pipe(ids);
    pid_t tracer = fork();
    if (tracer == 0) {
        pid_t pid = fork();
        if (pid == 0) {
            char byte;
            close(gate[1]);
            read(gate[0], &byte, 1);
            _exit(7);
        }
        ptrace(PTRACE_SEIZE, pid, 0, options);
        write(ids[1], &pid, sizeof pid);
        _exit(0);
    }
    pid_t pid;
    read(ids[0], &pid, sizeof pid);
    show_end("tracer", tracer);
    if (!(options & PTRACE_O_EXITKILL))
        write(gate[1], "x", 1);
    show_end(what, pid);
    close(gate[0]);
    close(gate[1]);
}

int main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    try("let go", 0);
    try("killed", PTRACE_O_EXITKILL);
    return 0;
}
