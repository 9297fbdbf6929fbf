// wait(2) and signals: EINTR without SA_RESTART, quietly continued with it.
#include "guest.h"

static void handler(int signal) { (void)signal; }

static void attempt(const char *what, int flags)
{
    handle(SIGUSR1, handler, flags);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        await_state(parent, 'S');
        sleep_millis(20);
        kill(parent, SIGUSR1);
        sleep_millis(50);
        _exit(4);
    }
    int status;
    pid_t got = waitpid(pid, &status, 0);
    show(what, got == pid ? 1 : got);
    if (got != pid)
        show_end("afterwards", pid);
}

int main(void)
{
    attempt("without SA_RESTART", 0);
    attempt("with SA_RESTART", SA_RESTART);
    return 0;
}
