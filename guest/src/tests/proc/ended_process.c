// What /proc/PID has of a process that has ended; files that threads do not have; numbers that are written.
#include "guest.h"

static void try(const char *directory, const char *name)
{
    char path[128], text[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        show(name, fd);
        return;
    }
    long got = read(fd, text, sizeof text);
    printf("%s: %s\n", name, got < 0 ? error_name(errno) : got == 0 ? "empty" : "something");
    close(fd);
}

static void write_and_tell(const char *path, const char *text)
{
    char now[64];
    printf("%s to %s: ", text, path);
    show("", put_text(path, text));
    printf("  is %s", read_file(path, now, sizeof now));
}

int main(void)
{
    char path[64];
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    await_state(pid, 'Z');
    snprintf(path, sizeof path, "/proc/%d", pid);
    static const char *const names[] = {"mountinfo", "mounts", "coredump_filter", "cpuset", "oom_adj", "cmdline", "maps"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        try(path, names[i]);
    waitpid(pid, NULL, 0);
    puts("thread");
    static const char *const of_processes[] = {"autogroup", "coredump_filter", "timerslack_ns", "cpuset", "oom_adj", "arch_status"};
    for (unsigned i = 0; i < sizeof of_processes / sizeof *of_processes; i++)
        try("/proc/thread-self", of_processes[i]);
    write_and_tell("/proc/self/coredump_filter", "0x7f");
    write_and_tell("/proc/self/coredump_filter", "51");
    write_and_tell("/proc/self/coredump_filter", "0xfffff");
    write_and_tell("/proc/self/coredump_filter", "x");
    write_and_tell("/proc/self/oom_adj", "5");
    write_and_tell("/proc/self/oom_score_adj", "500");
    write_and_tell("/proc/self/oom_adj", "15");
    write_and_tell("/proc/self/oom_score_adj", "1000");
    write_and_tell("/proc/self/oom_adj", "16");
    write_and_tell("/proc/self/oom_adj", "-18");
    return 0;
}
