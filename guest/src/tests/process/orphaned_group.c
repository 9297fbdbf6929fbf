// A group that becomes orphaned while a member is stopped gets SIGHUP, then SIGCONT.
#include "guest.h"
#include <sys/prctl.h>

static volatile sig_atomic_t hup, cont, order;
static void on_hup(int signal)
{
    (void)signal;
    hup = ++order;
}
static void on_cont(int signal)
{
    (void)signal;
    cont = ++order;
}

int main(void)
{
    int gate[2];
    char byte;
    pipe(gate);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t middle = fork();
    if (middle == 0) {
        setsid();
        pid_t pid = fork();
        if (pid == 0) {
            setpgid(0, 0);
            handle(SIGHUP, on_hup, 0);
            handle(SIGCONT, on_cont, 0);
            raise(SIGSTOP);
            read(gate[0], &byte, 1);
            printf("hup %s, cont %s\n", hup ? "yes" : "no", cont ? "yes" : "no");
            raise(SIGTSTP);
            printf("terminal stop in an orphaned group is ignored\n");
            _exit(0);
        }
        int status;
        waitpid(pid, &status, WUNTRACED);
        show_status("member", status);
        _exit(0);
    }
    show_end("middle", middle);
    write(gate[1], "x", 1);
    int status;
    wait(&status);
    show_status("member", status);
    return 0;
}
