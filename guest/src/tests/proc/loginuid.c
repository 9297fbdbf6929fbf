// /proc/self/loginuid is set once at a login, with a new session; children have both. pam_loginuid(8) needs it.
#include "guest.h"

static void set(const char *what, const char *path, const char *text)
{
    int fd = open(path, O_RDWR);
    show_ok(what, fd < 0 ? -1 : write(fd, text, strlen(text)));
    close(fd);
}

static void show_login(const char *who)
{
    char uid[64], session[64];
    read_file("/proc/self/loginuid", uid, sizeof uid);
    read_file("/proc/self/sessionid", session, sizeof session);
    printf("%s: login %s, session %s\n", who, uid, strcmp(session, "4294967295") == 0 ? "none" : "given");
}

int main(void)
{
    char path[64];
    // A process may have a login already, which the superuser may take away.
    set("unset", "/proc/self/loginuid", "4294967295");
    show_login("before");
    set("not a number", "/proc/self/loginuid", "me");
    set("too large", "/proc/self/loginuid", "4294967296");
    snprintf(path, sizeof path, "/proc/%d/loginuid", getppid());
    set("of another", path, "1000");
    set("set", "/proc/self/loginuid", "1000");
    show_login("after");
    pid_t pid = fork();
    if (pid == 0) {
        show_login("child");
        set("again by root", "/proc/self/loginuid", "1001");
        show_login("child");
        _exit(0);
    }
    show_end("child", pid);
    show_login("parent");
    setuid(1000);
    set("again by a user", "/proc/self/loginuid", "1002");
    return 0;
}
