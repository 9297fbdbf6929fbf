// flags: -pthread
// PTRACE_O_TRACEEXIT: a stop on the way out, before anything is given up, with the status to come.
#include "guest.h"
#include <pthread.h>
#include <sys/ptrace.h>
#include <sys/user.h>

static void *leave(void *unused)
{
    (void)unused;
    syscall(SYS_exit, 5);
    return NULL;
}

static void trace(const char *how, void (*run)(void), long resume)
{
    printf("%s\n", how);
    pid_t child = fork();
    if (child == 0) {
        raise(SIGSTOP);
        run();
        _exit(7);
    }
    int status;
    waitpid(child, &status, WUNTRACED);
    ptrace(PTRACE_SEIZE, child, 0, PTRACE_O_TRACEEXIT | PTRACE_O_TRACESYSGOOD);
    kill(child, SIGCONT);
    while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
        unsigned long message = 0;
        struct user_regs_struct regs;
        int event = status >> 16, signal = WSTOPSIG(status);
        if (event == PTRACE_EVENT_EXIT) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d/maps", child);
            ptrace(PTRACE_GETEVENTMSG, child, 0, &message);
            show_status("  going to be", (int)message);
            show_bool("  registers are there", ptrace(PTRACE_GETREGS, child, 0, &regs) == 0);
            show_bool("  memory is there", strlen(read_file(path, (char[4096]){0}, 4096)) > 100);
            signal = 0;
        } else if (event != 0 || signal == SIGCONT || signal == (SIGTRAP | 0x80)) {
            signal = 0;
        }
        if (ptrace(resume, child, 0, signal) == -1)
            die("resume");
    }
    show_status("  it", status);
}

static void by_status(void) { _exit(3); }
static void by_signal(void) { raise(SIGTERM); }
static void by_kill(void) { raise(SIGKILL); }

static void with_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, leave, NULL);
    pthread_join(thread, NULL);
}

int main(void)
{
    trace("exit_group", by_status, PTRACE_CONT);
    trace("exit_group, system calls followed", by_status, PTRACE_SYSCALL);
    trace("SIGTERM", by_signal, PTRACE_CONT);
    trace("SIGKILL", by_kill, PTRACE_CONT);
    trace("beside a thread", with_thread, PTRACE_CONT);

    // The tracer ends while the task is in its last stop: the task ends all the same.
    int ends[2];
    pipe(ends);
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        char byte;
        read(ends[0], &byte, 1);
        _exit(9);
    }
    pid_t tracer = fork();
    if (tracer == 0) {
        int status;
        ptrace(PTRACE_SEIZE, child, 0, PTRACE_O_TRACEEXIT);
        write(ends[1], "x", 1);
        waitpid(child, &status, __WALL);
        _exit(status >> 16 == PTRACE_EVENT_EXIT ? 1 : 0);
    }
    show_end("tracer", tracer);
    show_end("child without its tracer", child);
}
