// The files that every cgroup has, cgroups(7): who is in it, whether it is populated, freezing and killing all of it.
#include "guest.h"
#include <poll.h>
#include <sys/mount.h>

static char top[64];

static char *in(const char *group, const char *file)
{
    static char path[4][200];
    static int next;
    char *it = path[next++ % 4];
    snprintf(it, sizeof path[0], "%s/%s/%s", top, group, file);
    return it;
}

static long put(const char *group, const char *file, const char *text)
{
    return put_text(in(group, file), text);
}

static long move(const char *group, pid_t pid)
{
    char text[20];
    snprintf(text, sizeof text, "%d", pid);
    long result = put(group, "cgroup.procs", text);
    return result > 0 ? 0 : result;
}

static void text_of(const char *group, const char *file)
{
    char text[400];
    printf("%s of %s: ", file, group);
    for (char *at = read_file(in(group, file), text, sizeof text); *at != 0; at++)
        putchar(*at == '\n' ? ';' : *at);
    putchar('\n');
}

// Waits until a line of cgroup.events is as it should be.
static void await_event(const char *group, const char *line)
{
    char text[200];
    for (int i = 0; i < 2000; i++) {
        if (strstr(read_file(in(group, "cgroup.events"), text, sizeof text), line) != NULL) {
            printf("%s: %s\n", group, line);
            return;
        }
        sleep_millis(1);
    }
    printf("%s: never %s: %s", group, line, text);
}

static volatile int *counter;

static pid_t busy(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        for (;;) {
            __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
            usleep(200);
        }
    }
    return pid;
}

static bool counts(void)
{
    int before = *counter;
    for (int i = 0; i < 100; i++) {
        sleep_millis(2);
        if (*counter != before)
            return true;
    }
    return false;
}

static void names(void)
{
    show("make", mkdir(in("a", ""), 0755));
    show("again", mkdir(in("a", ""), 0755));
    show("below", mkdir(in("a/b", ""), 0755));
    show("in use", rmdir(in("a", "")));
    show("a plain file", open(in("a", "own"), O_CREAT | O_WRONLY, 0644));
    show("remove a file of it", unlink(in("a", "cgroup.procs")));
    text_of("a", "cgroup.events");
    text_of("a", "cgroup.type");
    text_of("a/b", "cgroup.procs");
    text_of("a", "cgroup.freeze");
    text_of("a", "cgroup.subtree_control");
    text_of("a", "cgroup.max.depth");
    text_of("a", "cgroup.max.descendants");
    show("no such controller", put("a", "cgroup.subtree_control", "+nothing"));
    show("no sign", put("a", "cgroup.subtree_control", "pids"));
    show("freeze 2", put("a", "cgroup.freeze", "2"));
    show("freeze x", put("a", "cgroup.freeze", "x"));
    show("kill 0", put("a", "cgroup.kill", "0"));
    show("kill 2", put("a", "cgroup.kill", "2"));
    show("nobody", move("a", 4194303));
    show("no number", put("a", "cgroup.procs", "x"));
    show("limit on depth", put("a", "cgroup.max.depth", "1"));
    show("too deep", mkdir(in("a/b/c", ""), 0755));
    show("limit on number", put("a", "cgroup.max.descendants", "1"));
    show("too many", mkdir(in("a/d", ""), 0755));
    text_of("a", "cgroup.max.descendants");
    show("no limit", put("a", "cgroup.max.descendants", "max"));
    show("bad limit", put("a", "cgroup.max.descendants", "-1"));
    show("now", mkdir(in("a/d", ""), 0755));
    show("remove", rmdir(in("a/d", "")));
}

static void freezing(void)
{
    pid_t pid = busy();
    show("move", move("a/b", pid));
    await_event("a/b", "populated 1");
    await_event("a", "populated 1");
    show("not empty", rmdir(in("a/b", "")));
    show_bool("counts", counts());
    show("freeze from above", put("a", "cgroup.freeze", "1"));
    await_event("a", "frozen 1");
    await_event("a/b", "frozen 1");
    text_of("a", "cgroup.freeze");
    text_of("a/b", "cgroup.freeze");
    show_bool("counts", counts());
    show("thaw below", put("a/b", "cgroup.freeze", "0"));
    await_event("a/b", "frozen 1");
    show("thaw", put("a", "cgroup.freeze", "0"));
    await_event("a/b", "frozen 0");
    show_bool("counts", counts());
    show("freeze", put("a/b", "cgroup.freeze", "1"));
    await_event("a/b", "frozen 1");
    await_event("a", "frozen 0");
    // A signal ends it all the same.
    kill(pid, SIGKILL);
    show_end("killed while frozen", pid);
    await_event("a/b", "populated 0");
    pid = busy();
    show("move into a frozen one", move("a/b", pid));
    await_event("a/b", "frozen 1");
    show_bool("counts", counts());
    show("move out", move("a", pid));
    show_bool("counts", counts());
    show("thaw", put("a/b", "cgroup.freeze", "0"));
    kill(pid, SIGKILL);
    show_end("end", pid);
}

static void killing(void)
{
    pid_t one = busy(), two = busy(), other = busy();
    move("a", one);
    move("a/b", two);
    show("kill all", put("a", "cgroup.kill", "1"));
    show_end("one", one);
    show_end("two", two);
    show("the other", kill(other, 0));
    kill(other, SIGKILL);
    show_end("the other", other);
    await_event("a", "populated 0");
    // Children are born where their parent is, and the change of the file can be waited for.
    int fd = open(in("a", "cgroup.events"), O_RDONLY);
    char text[100];
    read(fd, text, sizeof text);
    pid_t pid = fork();
    if (pid == 0) {
        move("a", getpid());
        pid_t inner = fork();
        if (inner == 0) {
            sleep_millis(20);
            _exit(0);
        }
        _exit(0);
    }
    show_end("parent", pid);
    struct pollfd ready = {fd, POLLPRI, 0};
    show("poll", poll(&ready, 1, 5000));
    show_bool("exceptional", (ready.revents & POLLPRI) != 0);
    await_event("a", "populated 0");
    close(fd);
}

int main(void)
{
    counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unshare(CLONE_NEWNS);
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    mkdir("groups", 0755);
    if (mount("none", "groups", "cgroup2", 0, NULL) != 0)
        die("mount");
    snprintf(top, sizeof top, "groups/core%d", getpid());
    if (mkdir(top, 0755) != 0)
        die("mkdir");
    names();
    freezing();
    killing();
    show("remove", rmdir(in("a/b", "")));
    show("remove", rmdir(in("a", "")));
    show("remove", rmdir(top));
    return 0;
}
