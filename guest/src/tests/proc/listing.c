// The list of processes, what is inside one, and the files beside them.
#include "guest.h"
#include <dirent.h>

static bool listed(pid_t pid)
{
    DIR *dir = opendir("/proc");
    struct dirent *entry;
    bool found = false;
    while ((entry = readdir(dir)) != NULL)
        found |= atoi(entry->d_name) == pid;
    closedir(dir);
    return found;
}

int main(void)
{
    static const char *const names[] = {"cmdline", "comm", "cwd", "environ", "exe", "fd", "fdinfo", "limits",
                                        "maps", "mem", "mounts", "root", "stat", "statm", "status", "task"};
    char path[128], text[4096];
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    show_bool("child listed", listed(pid));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "/proc/%d/%s", pid, names[i]);
        if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            printf("no %s\n", names[i]);
    }
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    show_bool("child gone", !listed(pid));
    show_bool("uptime", atof(read_file("/proc/uptime", text, sizeof text)) > 0);
    show_bool("meminfo", strncmp(read_file("/proc/meminfo", text, sizeof text), "MemTotal:", 9) == 0);
    show_bool("cpuinfo", strstr(read_file("/proc/cpuinfo", text, sizeof text), "processor\t: 0") != NULL);
    show_bool("stat", strncmp(read_file("/proc/stat", text, sizeof text), "cpu ", 4) == 0);
    show_bool("loadavg", strchr(read_file("/proc/loadavg", text, sizeof text), '/') != NULL);
    show_bool("version", strncmp(read_file("/proc/version", text, sizeof text), "Linux version", 13) == 0);
    show_bool("filesystems", strstr(read_file("/proc/filesystems", text, sizeof text), "proc") != NULL);
    show_bool("mounts", strstr(read_file("/proc/self/mounts", text, sizeof text), " /proc proc ") != NULL);
    show("missing", open("/proc/nothing", O_RDONLY));
    show("create", open("/proc/new", O_CREAT | O_WRONLY, 0644));
    show("mkdir", mkdir("/proc/self/dir", 0755));
    show("unlink", unlink("/proc/self/stat"));
    show("write to stat", open("/proc/self/stat", O_WRONLY) >= 0 ? 0 : -1);
    show("0 is nobody", access("/proc/0", F_OK));
    return 0;
}
