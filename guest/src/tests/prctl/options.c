// prctl(2): the options that keep a value and give it back.
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    int value = -1;
    char name[16];
    show("dumpable", prctl(PR_GET_DUMPABLE));
    show("not dumpable", prctl(PR_SET_DUMPABLE, 0));
    show("dumpable", prctl(PR_GET_DUMPABLE));
    show("bad dumpable", prctl(PR_SET_DUMPABLE, 5));
    show("keep capabilities", prctl(PR_GET_KEEPCAPS));
    show("set", prctl(PR_SET_KEEPCAPS, 1));
    show("keep capabilities", prctl(PR_GET_KEEPCAPS));
    show("no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    show("set", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    show("unset", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    show("no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    show("stray argument", prctl(PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0));
    show("slack", prctl(PR_SET_TIMERSLACK, 12345));
    show("slack", prctl(PR_GET_TIMERSLACK));
    show("slack default", prctl(PR_SET_TIMERSLACK, 0));
    show("slack", prctl(PR_GET_TIMERSLACK));
    prctl(PR_SET_NAME, "a name");
    prctl(PR_GET_NAME, name);
    printf("%s\n", name);
    show("time stamp counter", prctl(PR_GET_TSC, &value));
    printf("%d\n", value == PR_TSC_ENABLE);
    show("seccomp", prctl(PR_GET_SECCOMP));
    show("unknown", prctl(9999));
    show("bad name pointer", prctl(PR_SET_NAME, 8));
    pid_t pid = fork();
    if (pid == 0) {
        show("inherited no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
        prctl(PR_GET_NAME, name);
        printf("%s\n", name);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    return 0;
}
