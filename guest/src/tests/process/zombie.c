// A zombie keeps its pid and state Z until waited for; signals to it are accepted and lost.
#include "guest.h"

int main(void)
{
    char path[64], text[4096];
    pid_t pid = fork();
    if (pid == 0)
        _exit(3);
    show_bool("state Z", await_state(pid, 'Z'));
    show("kill", kill(pid, SIGKILL));
    show("getpgid", getpgid(pid) == getpgrp());
    show("setpgid", setpgid(pid, pid));
    snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
    printf("cmdline: <%s>\n", read_file(path, text, sizeof text));
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    show("exe", readlink(path, text, sizeof text));
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    printf("has VmSize: %d\n", strstr(read_file(path, text, sizeof text), "VmSize") != NULL);
    show_end("child", pid);
    show("kill after", kill(pid, 0));
    printf("state after: %c\n", process_state(pid));
    return 0;
}
