// Who may signal whom: same user yes, another no, SIGCONT within the session always.
#include "guest.h"

int main(void)
{
    pid_t victim = fork();
    if (victim == 0) {
        setresuid(2001, 2001, 2001);
        for (;;)
            pause();
    }
    sleep_millis(20);
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(2002, 2002, 2002);
        show("another user", kill(victim, SIGTERM));
        show("another user, signal 0", kill(victim, 0));
        show("another user, SIGCONT in the session", kill(victim, SIGCONT));
        show("init", kill(1, 0));
        _exit(0);
    }
    show_end("stranger", pid);
    pid = fork();
    if (pid == 0) {
        setresuid(2001, 2002, 2002);
        show("same real user", kill(victim, SIGTERM));
        _exit(0);
    }
    show_end("friend", pid);
    show_end("victim", victim);
    return 0;
}
