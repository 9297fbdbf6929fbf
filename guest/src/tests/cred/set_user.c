// setuid, seteuid, setreuid, setresuid: what each changes, and for whom it is allowed.
#include "guest.h"

static void show_ids(const char *what)
{
    uid_t real, effective, saved;
    getresuid(&real, &effective, &saved);
    printf("%s: %d %d %d\n", what, (int)real, (int)effective, (int)saved);
}

static void attempt(void (*body)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        body();
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

static void by_setuid(void)
{
    show("setuid 100", setuid(100));
    show_ids("all three");
    show("back to 0", setuid(0));
}

static void by_seteuid(void)
{
    show("seteuid 100", seteuid(100));
    show_ids("effective only");
    show("another", seteuid(200));
    show("setuid 0 as saved", setuid(0));
    show_ids("effective back");
    show("setuid as root again", setuid(300));
    show_ids("all three");
}

static void by_setreuid(void)
{
    show("setreuid 100 200", setreuid(100, 200));
    show_ids("saved follows");
    show("swap", setreuid(200, 100));
    show_ids("swapped");
    show("foreign", setreuid(-1, 300));
}

static void by_setresuid(void)
{
    show("setresuid 1 2 3", setresuid(1, 2, 3));
    show_ids("three");
    show("rotate", setresuid(3, 1, 2));
    show_ids("rotated");
    show("foreign", setresuid(4, -1, -1));
    show("keep", setresuid(-1, -1, -1));
    show("setuid to the real one", setuid(3));
    show_ids("effective only");
}

int main(void)
{
    show_ids("at first");
    attempt(by_setuid);
    attempt(by_seteuid);
    attempt(by_setreuid);
    attempt(by_setresuid);
    show_ids("parent");
    return 0;
}
