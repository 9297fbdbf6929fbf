// The tracer's wait comes first; the parent hears of the end when the tracer has seen it.
#include "tracing.h"

int main(void)
{
    int go[2], ready[2], status;
    char byte;
    pipe(go);
    pipe(ready);
    pid_t pid = fork();
    if (pid == 0) {
        read(go[0], &byte, 1);
        _exit(8);
    }
    pid_t tracer = fork();
    if (tracer == 0) {
        ptrace(PTRACE_SEIZE, pid, 0, 0);
        write(ready[1], "x", 1);
        await_state(pid, 'Z');
        read(go[0], &byte, 1);
        int how;
        _exit(waitpid(pid, &how, 0) == pid && WEXITSTATUS(how) == 8 ? 1 : 2);
    }
    read(ready[0], &byte, 1);
    write(go[1], "x", 1);
    show_bool("ended", await_state(pid, 'Z'));
    show("the parent sees nothing yet", waitpid(pid, &status, WNOHANG));
    write(go[1], "x", 1);
    show_end("tracer", tracer);
    show_end("then the parent", pid);
    return 0;
}
