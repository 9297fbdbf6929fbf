// RLIMIT_NPROC stops a plain user's fork with EAGAIN, and nobody is left behind.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {3, 3};
        setpgid(0, 0);
        setresgid(54321, 54321, 54321);
        if (setresuid(54321, 54321, 54321) != 0)
            die("setresuid");
        setrlimit(RLIMIT_NPROC, &limit);
        int children = 0;
        for (int i = 0; i < 5; i++) {
            pid_t one = fork();
            if (one == 0)
                for (;;)
                    pause();
            if (one < 0) {
                show("fork", one);
                break;
            }
            children++;
            if (i == 4)
                printf("no limit\n");
        }
        show("children", children);
        handle(SIGTERM, SIG_IGN, 0);
        kill(0, SIGTERM);
        while (wait(NULL) > 0) {
        }
        pid_t again = fork();
        if (again == 0)
            _exit(0);
        show_end("again", again);
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
