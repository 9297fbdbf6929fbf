// With SIGCHLD ignored, or SA_NOCLDWAIT, children leave no zombies and wait says ECHILD at the end.
#include "guest.h"

static volatile sig_atomic_t heard;
static void handler(int signal) { heard = signal; }

static void attempt(const char *what)
{
    printf("%s\n", what);
    heard = 0;
    pid_t pid = fork();
    if (pid == 0) {
        sleep_millis(20);
        _exit(1);
    }
    int status;
    pid_t got = waitpid(pid, &status, 0);
    while (got == -1 && errno == EINTR)
        got = waitpid(pid, &status, 0);
    show("  wait", got == pid ? 1 : got);
    printf("  heard: %d\n", heard != 0);
}

int main(void)
{
    attempt("default");
    handle(SIGCHLD, SIG_IGN, 0);
    attempt("ignored");
    handle(SIGCHLD, handler, SA_NOCLDWAIT);
    attempt("SA_NOCLDWAIT with a handler");
    handle(SIGCHLD, SIG_DFL, SA_NOCLDWAIT);
    attempt("SA_NOCLDWAIT with the default");
    handle(SIGCHLD, handler, 0);
    attempt("handler");
    return 0;
}
