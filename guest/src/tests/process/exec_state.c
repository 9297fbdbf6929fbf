// What survives an exec: pid, cwd, umask, mask, pending, ignored signals, alarm; what does not.
#include "guest.h"

static void handler(int signal) { (void)signal; }

static void show_state(pid_t old_pid)
{
    struct sigaction action;
    sigset_t set;
    show_bool("same pid", getpid() == old_pid);
    sigaction(SIGUSR1, NULL, &action);
    show_bool("caught becomes default", action.sa_handler == SIG_DFL);
    sigaction(SIGUSR2, NULL, &action);
    show_bool("ignored stays ignored", action.sa_handler == SIG_IGN);
    sigprocmask(SIG_BLOCK, NULL, &set);
    show("blocked", sigismember(&set, SIGTERM));
    sigpending(&set);
    show("pending", sigismember(&set, SIGTERM));
    show("plain descriptor", fcntl(40, F_GETFD));
    show("close-on-exec descriptor", fcntl(41, F_GETFD));
    show_bool("alarm still set", alarm(0) > 90);
    printf("umask: %03o\n", umask(0));
    stack_t stack;
    sigaltstack(NULL, &stack);
    show_bool("alternate stack off", stack.ss_flags == SS_DISABLE);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        show_state(atoi(argv[1]));
        return 0;
    }
    static char alternate[65536];
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    sigaltstack(&stack, NULL);
    handle(SIGUSR1, handler, 0);
    handle(SIGUSR2, SIG_IGN, 0);
    mask_signal(SIG_BLOCK, SIGTERM);
    raise(SIGTERM);
    int fd = open("/dev/null", O_RDONLY);
    dup2(fd, 40);
    dup3(fd, 41, O_CLOEXEC);
    alarm(100);
    umask(027);
    char pid[16];
    snprintf(pid, sizeof pid, "%d", getpid());
    execl("/proc/self/exe", "after", pid, NULL);
    die("execl");
}
