// A parent inside vfork sleeps as D; a stopped child keeps it there; SIGSTOP does not stop it.
#include "guest.h"

int main(void)
{
    int pids[2];
    pipe(pids);
    pid_t parent = fork();
    if (parent == 0) {
        pid_t child = vfork();
        if (child == 0) {
            int me = getpid();
            write(pids[1], &me, sizeof me);
            raise(SIGSTOP);
            _exit(3);
        }
        int status;
        waitpid(child, &status, 0);
        _exit(WEXITSTATUS(status) + 1);
    }
    int child;
    read(pids[0], &child, sizeof child);
    show_bool("child stops", await_state(child, 'T'));
    printf("parent: %c\n", process_state(parent));
    kill(parent, SIGSTOP);
    sleep_millis(20);
    printf("parent after SIGSTOP: %c\n", process_state(parent));
    int status;
    show("no stop to report", waitpid(parent, &status, WUNTRACED | WNOHANG));
    kill(child, SIGCONT);
    waitpid(parent, &status, WUNTRACED);
    show_status("stops when the child ended", status);
    kill(parent, SIGCONT);
    show_end("parent", parent);
    return 0;
}
