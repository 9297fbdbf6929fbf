// /proc/PID/autogroup: each session is a group of the scheduler with a nice value of its own, sched(7).
#include "guest.h"

static int number_of(const char *path)
{
    char text[100];
    int number = -1;
    sscanf(read_file(path, text, sizeof text), "/autogroup-%d", &number);
    return number;
}

static void nice_of(const char *what, const char *path)
{
    char text[100];
    char *at = strstr(read_file(path, text, sizeof text), " nice ");
    printf("%s:%s", what, at == NULL ? " nothing\n" : at);
}

static void put(const char *what, const char *path, const char *text)
{
    show(what, put_text(path, text));
}

int main(void)
{
    char mine[64], line[100];
    const char *own = "/proc/self/autogroup";
    pid_t pid = fork();
    if (pid != 0) {
        show_end("leader", pid);
        return 0;
    }
    int before = number_of(own);
    setsid();
    int number = number_of(own);
    show_bool("another group", number > 0 && number != before);
    read_file(own, line, sizeof line);
    snprintf(mine, sizeof mine, "/autogroup-%d nice 0\n", number);
    show_bool("its line", strcmp(line, mine) == 0);
    snprintf(mine, sizeof mine, "/proc/%d/autogroup", getpid());
    put("nice 5", own, "5");
    nice_of("set", own);
    put("with a newline", own, "7\n");
    nice_of("set", own);
    put("too nice", own, "20");
    put("not nice enough", own, "-21");
    put("no number", own, "five");
    put("least", own, "-20");
    nice_of("set", own);
    show("the process's own", nice(0));
    pid = fork();
    if (pid == 0) {
        show_bool("a child is in it", number_of(own) == number);
        setpgid(0, 0);
        show_bool("in another process group too", number_of(own) == number);
        put("from the child", own, "3");
        setsid();
        _exit(0);
    }
    show_end("child", pid);
    nice_of("set by the child", own);
    pid = fork();
    if (pid == 0) {
        pid_t inner = fork();
        if (inner == 0) {
            setsid();
            show_bool("a session of its own", number_of(own) > 0 && number_of(own) != number);
            nice_of("begins with", own);
            _exit(0);
        }
        show_end("inner", inner);
        setuid(1000);
        sleep_millis(250);
        put("another user, another's", mine, "4");
        _exit(0);
    }
    show_end("child", pid);
    struct stat info;
    stat(own, &info);
    printf("mode %o\n", info.st_mode & 0777);
    return 0;
}
