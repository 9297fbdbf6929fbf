// What the programs about ptrace(2) share: a child that waits to be told, and stops shown in words.
#ifndef MURRE_TRACING_H
#define MURRE_TRACING_H

#include "guest.h"
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

static inline const char *event_name(int event)
{
    static const char *names[] = {"none", "FORK", "VFORK", "CLONE", "EXEC", "VFORK_DONE", "EXIT", "SECCOMP"};
    return event == 128 ? "STOP" : event < 8 ? names[event] : "?";
}

// Waits for one task and shows what is reported of it.
static inline int show_stop(const char *what, pid_t pid)
{
    int status = -1;
    if (waitpid(pid, &status, __WALL) != pid) {
        printf("%s: %s\n", what, error_name(errno));
    } else if (WIFSTOPPED(status)) {
        int signal = WSTOPSIG(status);
        printf("%s: stop %s%s, event %s\n", what, signal_name(signal & 0x7f), signal & 0x80 ? " of a system call" : "",
               event_name(status >> 16));
    } else {
        show_status(what, status);
    }
    return status;
}

// A child that asks to be traced, stops, and then runs the body; it is returned stopped, with the options set.
static inline pid_t traced(void (*body)(void), long options)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
            die("traceme");
        raise(SIGSTOP);
        body();
        _exit(0);
    }
    int status;
    if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
        die("no stop");
    if (ptrace(PTRACE_SETOPTIONS, pid, 0, options) != 0)
        die("options");
    return pid;
}

static inline unsigned long event_message(pid_t pid)
{
    unsigned long message = 0;
    ptrace(PTRACE_GETEVENTMSG, pid, 0, &message);
    return message;
}

static inline void proceed(pid_t pid, long how, long signal)
{
    if (ptrace(how, pid, 0, signal) != 0)
        printf("cannot go on: %s\n", error_name(errno));
}
#endif
