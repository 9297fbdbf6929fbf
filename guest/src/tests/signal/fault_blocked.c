// A fault whose signal is blocked or ignored kills all the same; a sent one does not.
#include "guest.h"

static void fault(void) { *(volatile int *)4 = 1; }

static void returning(int signal) { (void)signal; }

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        mask_signal(SIG_BLOCK, SIGSEGV);
        handle(SIGSEGV, returning, 0);
        fault();
    }
    show_end("blocked", pid);
    pid = fork();
    if (pid == 0) {
        handle(SIGSEGV, SIG_IGN, 0);
        kill(getpid(), SIGSEGV);
        fault();
    }
    show_end("ignored", pid);
    pid = fork();
    if (pid == 0) {
        handle(SIGSEGV, SIG_IGN, 0);
        raise(SIGSEGV);
        _exit(5);
    }
    show_end("ignored and only sent", pid);
    pid = fork();
    if (pid == 0) {
        handle(SIGSEGV, returning, SA_RESETHAND);
        fault();
    }
    show_end("returned from, then default", pid);
    return 0;
}
