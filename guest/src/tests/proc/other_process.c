// /proc/PID of another process: maps, stat, status, auxv, environ, cmdline, exe, cwd, root, fd, comm, limits.
#include "guest.h"
#include <elf.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

static pid_t pid;

static char *get(const char *name)
{
    static char text[65536];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    return read_file(path, text, sizeof text);
}

static void show_link(const char *name)
{
    char path[64], to[256] = "";
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    long length = readlink(path, to, sizeof to - 1);
    printf("%s: %s\n", name, length < 0 ? error_name(errno) : to);
}

static int fields(const char *text)
{
    int count = 0;
    for (const char *at = strchr(text, ')'); *at; at++)
        count += *at == ' ';
    return count;
}

int main(int argc, char **argv)
{
    int ready[2];
    if (argc > 1) {
        char *area = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        area[0] = 1;
        prctl(PR_SET_NAME, "other (x) y");
        chdir("/proc");
        write(atoi(argv[1]), &area, sizeof area);
        pause();
        return 0;
    }
    pipe(ready);
    pid = fork();
    if (pid == 0) {
        char number[16], *arguments[] = {"first", number, "", "last word", NULL};
        char *environment[] = {"A=1", "B=two words", NULL};
        snprintf(number, sizeof number, "%d", ready[1]);
        execve("/proc/self/exe", arguments, environment);
        _exit(1);
    }
    char *area, line[64];
    read(ready[0], &area, sizeof area);
    await_state(pid, 'S');
    snprintf(line, sizeof line, "%08lx-%08lx rw-s 00000000 ", (unsigned long)area, (unsigned long)area + 3 * 4096);
    show_bool("maps has its mapping", strstr(get("maps"), line) != NULL);
    show_bool("maps has a stack", strstr(get("maps"), "[stack]") != NULL);
    show_bool("smaps has its mapping", strstr(get("smaps"), line) != NULL);
    printf("fields of stat after the name: %d\n", fields(get("stat")));
    printf("comm %s", get("comm"));
    char *start = strchr(get("stat"), '(');
    *(strrchr(start, ')') + 3) = 0;
    printf("stat %s\n", start);
    char *text = get("environ");
    printf("environ %s, %s\n", text, text + strlen(text) + 1);
    text = get("cmdline");
    printf("cmdline %s", text);
    for (int i = 0; i < 2; i++)
        text += strlen(text) + 1;
    printf(", then empty %d, %s\n", *text == 0, text + 1);
    show_link("cwd");
    show_link("root");
    show_link("fd/77");
    char path[64];
    struct stat mine, its;
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    stat("/proc/self/exe", &mine);
    stat(path, &its);
    show_bool("exe is the same file", mine.st_ino == its.st_ino && mine.st_dev == its.st_dev);
    snprintf(path, sizeof path, "/proc/%d/auxv", pid);
    int fd = open(path, O_RDONLY);
    unsigned long pair[2], entry = 0, page = 0, last = 1;
    while (read(fd, pair, sizeof pair) == sizeof pair) {
        entry = pair[0] == AT_ENTRY ? pair[1] : entry;
        page = pair[0] == AT_PAGESZ ? pair[1] : page;
        last = pair[0];
    }
    show_bool("entry is there", entry != 0);
    printf("page size %lu, ends with %lu\n", page, last);
    show_bool("limits", strstr(get("limits"), "Max stack size") != NULL);
    show_bool("io", strstr(get("io"), "rchar: ") != NULL);
    printf("oom_score_adj %s", get("oom_score_adj"));
    text = strstr(get("status"), "PPid:");
    show_bool("its parent", atoi(text + 5) == getpid());
    kill(pid, SIGKILL);
    await_state(pid, 'Z');
    printf("zombie: maps %zu, cmdline %zu, comm %s", strlen(get("maps")), strlen(get("cmdline")), get("comm"));
    show_link("exe");
    show_link("cwd");
    int directory = open((snprintf(path, sizeof path, "/proc/%d", pid), path), O_RDONLY | O_DIRECTORY);
    int stat_file = openat(directory, "stat", O_RDONLY);
    waitpid(pid, NULL, 0);
    printf("gone: %s\n", get("stat"));
    show("through an open directory", openat(directory, "stat", O_RDONLY));
    show("through an open file", read(stat_file, line, sizeof line));
    return 0;
}
