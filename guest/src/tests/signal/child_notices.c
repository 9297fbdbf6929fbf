// SIGCHLD for exit, stop and continue; SA_NOCLDSTOP leaves only the exit.
#include "guest.h"

static volatile sig_atomic_t codes[8], count;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (count < 8)
        codes[count++] = info->si_code;
}

static void await_count(int wanted)
{
    for (int i = 0; i < 2000 && count < wanted; i++)
        sleep_millis(1);
}

static void attempt(const char *what, int flags)
{
    static const char *names[] = {"?", "EXITED", "KILLED", "DUMPED", "TRAPPED", "STOPPED", "CONTINUED"};
    int all = (flags & SA_NOCLDSTOP) == 0;
    count = 0;
    handle_info(SIGCHLD, handler, SA_RESTART | flags);
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    kill(pid, SIGSTOP);
    waitpid(pid, NULL, WUNTRACED);
    await_count(all ? 1 : 0);
    kill(pid, SIGCONT);
    waitpid(pid, NULL, WCONTINUED);
    await_count(all ? 2 : 0);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    await_count(all ? 3 : 1);
    printf("%s:", what);
    for (int i = 0; i < count; i++)
        printf(" %s", names[codes[i]]);
    printf("\n");
}

int main(void)
{
    attempt("all", 0);
    attempt("SA_NOCLDSTOP", SA_NOCLDSTOP);
    return 0;
}
