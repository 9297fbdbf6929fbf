// A signal in a blocking call: stop, then the call restarts or fails as if untraced.
#include "tracing.h"

static int ends[2];

static void handler(int signal) { (void)signal; }

static void body(void)
{
    char byte;
    handle(SIGUSR1, handler, SA_RESTART);
    handle(SIGUSR2, handler, 0);
    show("restarted", read(ends[0], &byte, 1));
    show("interrupted", read(ends[0], &byte, 1));
    show("suppressed", read(ends[0], &byte, 1));
    _exit(0);
}

static void send(pid_t pid, int signal, int pass)
{
    await_state(pid, 'S');
    kill(pid, signal);
    show_stop("signal", pid);
    proceed(pid, PTRACE_CONT, pass ? signal : 0);
}

int main(void)
{
    pipe(ends);
    pid_t pid = traced(body, 0);
    proceed(pid, PTRACE_CONT, 0);
    send(pid, SIGUSR1, 1);
    await_state(pid, 'S');
    write(ends[1], "x", 1);
    send(pid, SIGUSR2, 1);
    send(pid, SIGUSR2, 0);
    await_state(pid, 'S');
    write(ends[1], "x", 1);
    show_stop("end", pid);
    return 0;
}
