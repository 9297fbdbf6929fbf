// PTRACE_ATTACH stops a running process; PTRACE_DETACH lets it go, with a signal if asked to.
#include "tracing.h"

static volatile int got;

static void handler(int signal) { got = signal; }

int main(void)
{
    int gate[2];
    pipe(gate);
    pid_t pid = fork();
    if (pid == 0) {
        handle(SIGUSR1, handler, 0);
        write(gate[1], "x", 1);
        while (!got)
            pause();
        _exit(got == SIGUSR1 ? 3 : 4);
    }
    char byte, text[64], status[4096];
    read(gate[0], &byte, 1);
    await_state(pid, 'S');
    show("attach", ptrace(PTRACE_ATTACH, pid, 0, 0));
    show_stop("stop", pid);
    printf("state %c\n", process_state(pid));
    snprintf(text, sizeof text, "/proc/%d/status", pid);
    char *tracer = strstr(read_file(text, status, sizeof status), "TracerPid:");
    show_bool("tracer", atoi(tracer + 10) == getpid());
    show("detach", ptrace(PTRACE_DETACH, pid, 0, 0));
    show_bool("sleeps on", await_state(pid, 'S'));
    show("attach again", ptrace(PTRACE_ATTACH, pid, 0, 0));
    show_stop("stop", pid);
    show("detach with a signal", ptrace(PTRACE_DETACH, pid, 0, SIGUSR1));
    show_end("child", pid);
    return 0;
}
