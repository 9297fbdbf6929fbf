// What each signal does when nobody handles it.
#include "guest.h"

int main(void)
{
    for (int number = 1; number < 32; number++) {
        pid_t pid = fork();
        if (pid == 0) {
            setpgid(0, 0);
            raise(number);
            _exit(0);
        }
        int status;
        waitpid(pid, &status, WUNTRACED);
        show_status(signal_name(number), status);
        if (WIFSTOPPED(status)) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
        }
    }
    return 0;
}
