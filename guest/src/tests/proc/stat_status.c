// /proc/PID/stat and status: names, numbers and states of a known process.
#include "guest.h"

static char *line_of(char *text, const char *name)
{
    static char line[256];
    char *at = strstr(text, name);
    if (at == NULL)
        return "missing";
    snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
    return line;
}

int main(void)
{
    char path[64], text[8192];
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        mask_signal(SIG_BLOCK, SIGUSR1);
        raise(SIGUSR1);
        handle(SIGUSR2, SIG_IGN, 0);
        handle(SIGHUP, _exit, 0);
        for (;;)
            pause();
    }
    await_state(pid, 'S');
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    read_file(path, text, sizeof text);
    int number, parent, group, session;
    char name[32], state;
    sscanf(text, "%d (%31[^)]) %c %d %d %d", &number, name, &state, &parent, &group, &session);
    printf("%s %c pid %d parent %d group %d session %d\n", name, state, number == pid, parent == getpid(),
           group == pid, session == getsid(0));
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    read_file(path, text, sizeof text);
    static const char *const names[] = {"Name:", "Umask:", "State:", "Uid:", "Gid:", "Threads:", "SigPnd:",
                                        "SigBlk:", "SigIgn:", "SigCgt:", "NoNewPrivs:", "Seccomp:"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        printf("%s\n", line_of(text, names[i]));
    int tgid = 0, ppid = 0;
    sscanf(line_of(text, "Tgid:"), "Tgid: %d", &tgid);
    sscanf(line_of(text, "PPid:"), "PPid: %d", &ppid);
    printf("tgid %d ppid %d\n", tgid == pid, ppid == getpid());
    show_bool("sizes", strstr(text, "VmSize:") != NULL && strstr(text, "VmRSS:") != NULL);
    kill(pid, SIGSTOP);
    await_state(pid, 'T');
    read_file(path, text, sizeof text);
    printf("%s\n", line_of(text, "State:"));
    kill(pid, SIGKILL);
    await_state(pid, 'Z');
    read_file(path, text, sizeof text);
    printf("%s\n", line_of(text, "State:"));
    waitpid(pid, NULL, 0);
    printf("%s\n", read_file(path, text, sizeof text));
    return 0;
}
