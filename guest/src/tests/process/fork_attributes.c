// What a child inherits: limits, umask, directory, nice, groups, names, personality, no-new-privileges.
#include "guest.h"
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int main(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){1234, 5678});
    umask(0123);
    chdir("/proc");
    setpriority(PRIO_PROCESS, 0, 7);
    prctl(PR_SET_NAME, "a longish name of it");
    prctl(PR_SET_KEEPCAPS, 1);
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_TIMERSLACK, 12345);
    prctl(PR_SET_DUMPABLE, 0);
    personality(ADDR_NO_RANDOMIZE);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit;
        char text[64];
        int value = -1;
        getrlimit(RLIMIT_CORE, &limit);
        printf("limit %lu %lu\n", (unsigned long)limit.rlim_cur, (unsigned long)limit.rlim_max);
        printf("umask %o\n", umask(0));
        printf("cwd %s\n", getcwd(text, sizeof text));
        show("nice", getpriority(PRIO_PROCESS, 0));
        prctl(PR_GET_NAME, text);
        printf("name %s\n", text);
        show("keep capabilities", prctl(PR_GET_KEEPCAPS));
        prctl(PR_GET_PDEATHSIG, &value);
        show("parent's death", value);
        prctl(PR_GET_CHILD_SUBREAPER, &value);
        show("subreaper", value);
        show("no new privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
        show("timer slack", prctl(PR_GET_TIMERSLACK));
        show("dumpable", prctl(PR_GET_DUMPABLE));
        printf("personality %#x\n", (unsigned)personality(0xffffffff));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
