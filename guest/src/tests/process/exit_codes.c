// Every exit status keeps its low byte; signals and cores in a status.
#include "guest.h"

int main(void)
{
    int codes[] = {0, 1, 127, 128, 255, 256, -1, 0x1234};
    for (unsigned i = 0; i < sizeof codes / sizeof *codes; i++) {
        pid_t pid = fork();
        if (pid == 0)
            syscall(i % 2 ? SYS_exit_group : SYS_exit, codes[i]);
        int status;
        waitpid(pid, &status, 0);
        printf("%d: %#x\n", codes[i], status);
    }
    int signals[] = {SIGHUP, SIGKILL, SIGTERM, SIGALRM, SIGUSR1, SIGSYS, 34, 64};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            signal(signals[i], SIG_DFL);
            kill(getpid(), signals[i]);
            pause();
        }
        int status;
        waitpid(pid, &status, 0);
        printf("signal %d: %d\n", signals[i], status & 0x7f);
    }
    return 0;
}
