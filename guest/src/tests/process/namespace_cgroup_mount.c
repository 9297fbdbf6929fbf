// A cgroup hierarchy mounted inside a cgroup namespace shows the namespace's root as its own, cgroup_namespaces(7).
#include "guest.h"
#include <dirent.h>
#include <sys/mount.h>

static char own[64], path[200];

static void list(const char *what, const char *directory)
{
    printf("%s:", what);
    DIR *dir = opendir(directory);
    struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            printf(" %s", strcmp(entry->d_name, own) == 0 ? "OWN" : entry->d_name);
    printf("\n");
    if (dir != NULL)
        closedir(dir);
}

// The fields of a mount's line that tell what is mounted, and its group in /proc/self/cgroup.
static void lines(const char *what, const char *point)
{
    char line[1000], root[300], at[300];
    FILE *file = fopen("/proc/self/mountinfo", "r");
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "%*d %*d %*s %299s %299s", root, at) == 2 && strlen(at) > strlen(point) &&
            strcmp(at + strlen(at) - strlen(point), point) == 0) {
            char *name = strstr(root, own);
            printf("%s: mounted from %.*s%s%s\n", what, name == NULL ? 300 : (int)(name - root), root,
                   name == NULL ? "" : "OWN", name == NULL ? "" : name + strlen(own));
        }
    fclose(file);
    file = fopen("/proc/self/cgroup", "r");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "0::", 3) == 0) {
            char *name = strstr(line, own);
            printf("%s: in %.*s%s%s", what, name == NULL ? 300 : (int)(name - line), line, name == NULL ? "" : "OWN",
                   name == NULL ? "" : name + strlen(own));
        }
    fclose(file);
}

static long put(const char *directory, const char *file, const char *text)
{
    snprintf(path, sizeof path, "%s/%s", directory, file);
    return put_text(path, text);
}

int main(void)
{
    unshare(CLONE_NEWNS);
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    mkdir("outer", 0755);
    mkdir("inner", 0755);
    show("mount", mount("none", "outer", "cgroup2", 0, NULL));
    snprintf(own, sizeof own, "mount%d", getpid());
    char group[100], below[120];
    snprintf(group, sizeof group, "outer/%s", own);
    snprintf(below, sizeof below, "%s/below", group);
    mkdir(group, 0755);
    mkdir(below, 0755);
    show("write what is only read", put(group, "cgroup.events", "1"));
    pid_t pid = fork();
    if (pid == 0) {
        show("move", put(group, "cgroup.procs", "0"));
        lines("before", "/outer");
        show("unshare", unshare(CLONE_NEWCGROUP));
        lines("after", "/outer");
        show("mount inside", mount("none", "inner", "cgroup2", 0, NULL));
        list("its root", "inner");
        lines("inside", "/inner");
        show("move", put("inner/below", "cgroup.procs", "0"));
        lines("moved", "/inner");
        show("make", mkdir("inner/new", 0755));
        snprintf(path, sizeof path, "%s/new", group);
        show("is there", access(path, F_OK));
        show("remove", rmdir("inner/new"));
        show("out of the root", put("outer", "cgroup.procs", "0"));
        lines("moved out", "/inner");
        _exit(0);
    }
    show_end("child", pid);
    show("remove", rmdir(below));
    show("remove", rmdir(group));
    return 0;
}
