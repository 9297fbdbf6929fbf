// Stop and continue cancel each other's pending signals; SIGCONT works even when blocked or ignored.
#include "guest.h"

static volatile sig_atomic_t continued;
static void handler(int signal)
{
    (void)signal;
    continued++;
}

static pid_t stopped_child(void (*setup)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        setup();
        raise(SIGSTOP);
        _exit(continued);
    }
    waitpid(pid, NULL, WUNTRACED);
    return pid;
}

static void ignoring(void) { handle(SIGCONT, SIG_IGN, 0); }
static void blocking(void) { mask_signal(SIG_BLOCK, SIGCONT); }
static void handling(void) { handle(SIGCONT, handler, 0); }

int main(void)
{
    sigset_t set;
    pid_t pid = stopped_child(ignoring);
    kill(pid, SIGCONT);
    show_end("ignored", pid);
    pid = stopped_child(blocking);
    kill(pid, SIGCONT);
    show_end("blocked", pid);
    pid = stopped_child(handling);
    kill(pid, SIGCONT);
    show_end("handled", pid);
    mask_signal(SIG_BLOCK, SIGTSTP);
    mask_signal(SIG_BLOCK, SIGCONT);
    raise(SIGTSTP);
    sigpending(&set);
    show("stop pending", sigismember(&set, SIGTSTP));
    raise(SIGCONT);
    sigpending(&set);
    show("stop pending after a continue", sigismember(&set, SIGTSTP));
    show("continue pending", sigismember(&set, SIGCONT));
    raise(SIGTSTP);
    sigpending(&set);
    show("continue pending after a stop", sigismember(&set, SIGCONT));
    return 0;
}
