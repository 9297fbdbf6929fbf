// setpgid(2): who may move whom, and the errors otherwise.
#include "guest.h"

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        for (;;)
            pause();
    pid_t first = fork();
    if (first == 0)
        for (;;)
            pause();
    show("child leads a group", setpgid(first, 0));
    show_bool("so it is", getpgid(first) == first);
    pid_t second = fork();
    if (second == 0)
        for (;;)
            pause();
    show("second joins", setpgid(second, first));
    show("negative group", setpgid(second, -1));
    show("group that is not there", setpgid(second, 0x3fffff));
    show("not my child", setpgid(1, 1));
    show("nobody", setpgid(0x3fffff, 0));
    show("getpgid of nobody", getpgid(0x3fffff));
    pid_t third = fork();
    if (third == 0) {
        execl("/proc/self/exe", "x", "wait", NULL);
        _exit(1);
    }
    char path[64], text[64] = "";
    snprintf(path, sizeof path, "/proc/%d/cmdline", third);
    while (text[0] != 'x')
        read_file(path, text, sizeof text);
    show("after its exec", setpgid(third, third));
    pid_t fourth = fork();
    if (fourth == 0) {
        setsid();
        for (;;)
            pause();
    }
    while (getsid(fourth) != fourth)
        sleep_millis(1);
    show("in another session", setpgid(fourth, getpgrp()));
    show("kill the group", kill(-first, SIGTERM));
    show_end("first", first);
    show_end("second", second);
    show("empty group", kill(-first, 0));
    kill(third, SIGKILL);
    kill(fourth, SIGKILL);
    show_end("third", third);
    show_end("fourth", fourth);
    return 0;
}
