// prctl(2): options for what machines may lack, and arguments that have no use.
#include "guest.h"
#include <sys/prctl.h>

static void call(const char *what, int option, long a, long b, long c, long d)
{
    show(what, syscall(SYS_prctl, option, a, b, c, d));
}

int main(void)
{
    call("timing", 13, 0, 0, 0, 0);
    call("statistical timing", 14, 0, 0, 0, 0);
    call("exact timing", 14, 1, 0, 0, 0);
    call("counters off", 31, 7, 7, 7, 7);
    call("counters on", 32, 0, 0, 0, 0);
    call("damage", 34, 0, 0, 0, 0);
    call("damage, an argument", 34, 0, 1, 0, 0);
    call("early", 33, 1, 1, 0, 0);
    call("is", 34, 0, 0, 0, 0);
    pid_t pid = fork();
    if (pid == 0) {
        call("inherited", 34, 0, 0, 0, 0);
        fflush(stdout);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    call("late", 33, 1, 0, 0, 0);
    call("is", 34, 0, 0, 0, 0);
    call("as all", 33, 1, 2, 0, 0);
    call("is", 34, 0, 0, 0, 0);
    call("unknown", 33, 1, 3, 0, 0);
    call("unknown", 33, 2, 0, 0, 0);
    call("clear", 33, 0, 0, 0, 0);
    call("clear, an argument", 33, 0, 1, 0, 0);
    call("an argument too many", 33, 1, 1, 1, 0);
    call("no new privileges", 39, 0, 0, 0, 0);
    call("an argument", 39, 1, 0, 0, 0);
    call("an argument", 39, 0, 0, 0, 1);
    call("huge pages disabled", 42, 0, 0, 0, 0);
    call("an argument", 42, 1, 0, 0, 0);
    call("disable", 41, 1, 0, 0, 0);
    call("is", 42, 0, 0, 0, 0);
    pid = fork();
    if (pid == 0) {
        call("inherited", 42, 0, 0, 0, 0);
        fflush(stdout);
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    call("an argument", 41, 1, 0, 1, 0);
    call("enable", 41, 0, 0, 0, 0);
    call("is", 42, 0, 0, 0, 0);
    call("unknown speculation", 52, 99, 0, 0, 0);
    call("an argument", 52, 0, 1, 0, 0);
    call("unknown speculation", 53, 99, 2, 0, 0);
    call("an argument", 53, 0, 2, 1, 0);
    call("time stamps", 26, 1, 0, 0, 0);
    call("unknown", 26, 3, 0, 0, 0);
    int how = 0;
    call("time stamps", 25, (long)&how, 0, 0, 0);
    printf("%d\n", how);
    return 0;
}
