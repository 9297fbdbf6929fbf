// Strict seccomp: read, write, exit and sigreturn; anything else is SIGKILL, also in a thread.
// flags: -pthread
#include "guest.h"
#include <pthread.h>
#include <sys/prctl.h>

static void handler(int signal)
{
    (void)signal;
    write(1, "handled\n", 8);
}

static void *strict(void *unused)
{
    prctl(PR_SET_SECCOMP, 1);
    syscall(SYS_getpid);
    return unused;
}

static void run(const char *what, int which)
{
    int ends[2];
    pipe(ends);
    pid_t pid = fork();
    if (pid == 0) {
        char byte;
        handle(SIGUSR1, handler, 0);
        if (which == 5) {
            pthread_t thread;
            pthread_create(&thread, NULL, strict, NULL);
            sleep_millis(20);
            write(1, "the other thread lives\n", 23);
            syscall(SYS_exit_group, 4);
        }
        prctl(PR_SET_SECCOMP, 1);
        switch (which) {
        case 0: syscall(SYS_exit, 3);
        case 1: syscall(SYS_exit_group, 3);
        case 2: read(ends[0], &byte, 1); syscall(SYS_exit, 3);
        case 3: open("/dev/null", O_RDONLY); break;
        case 4: syscall(SYS_prctl, PR_GET_SECCOMP); break;
        }
        syscall(SYS_exit, 0);
    }
    if (which == 2) {
        await_state(pid, 'S');
        kill(pid, SIGUSR1);
        sleep_millis(5);
        write(ends[1], "x", 1);
    }
    show_end(what, pid);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    run("exit", 0);
    run("exit_group", 1);
    run("a handler", 2);
    run("open", 3);
    run("prctl", 4);
    run("in a thread", 5);
    return 0;
}
