// Interpreters registered for files by their bytes or their extension: binfmt_misc.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/mount.h>

#define WHERE "/proc/sys/fs/binfmt_misc/"
static char self[4096];

static const char *base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

// As interpreter: shows how it was called.
static int interpret(int argc, char **argv)
{
    printf("interpreting:");
    for (int i = 1; i < argc; i++)
        printf(" [%s]", argv[i]);
    unsigned long fd = getauxval(AT_EXECFD);
    char text[64] = "";
    if (fd != 0) {
        ssize_t n = pread((int)fd, text, 8, 0);
        printf(" descriptor %ld: %.*s", fd, (int)n, text);
    }
    printf(" euid %d execfn %s\n", geteuid(), base((char *)getauxval(AT_EXECFN)));
    return 3;
}

static long put(const char *file, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, WHERE "%s", file);
    return put_text(path, text) < 0 ? -1 : 0;
}

static void add(const char *what, const char *format)
{
    char line[5000];
    snprintf(line, sizeof line, format, self);
    show(what, put("register", line));
}

static void entry(const char *name)
{
    char path[300], text[5000];
    snprintf(path, sizeof path, WHERE "%s", name);
    read_file(path, text, sizeof text);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (strncmp(line, "interpreter", 11) != 0)
            printf("    %s\n", line);
}

static void run(const char *what, const char *path)
{
    printf("%s: ", what);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execl(path, "zero", "one", "two", NULL);
        printf("%s\n", error_name(errno));
        _exit(1);
    }
    show_end("  end", pid);
}

static void copy_self(void)
{
    getcwd(self, sizeof self - 20);
    strcat(self, "/interpreter");
    int in = open("/proc/self/exe", O_RDONLY), out = open(self, O_WRONLY | O_CREAT, 0755);
    char block[65536];
    ssize_t n;
    while ((n = read(in, block, sizeof block)) > 0)
        write(out, block, (size_t)n);
    close(in);
    close(out);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(base(argv[0]), "interpreter") == 0)
        return interpret(argc, argv);
    chmod(".", 0755);
    copy_self();
    unshare(CLONE_NEWNS);
    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
    mount("binfmt_misc", "/proc/sys/fs/binfmt_misc", "binfmt_misc", 0, NULL);
    put("status", "-1");
    entry("status");
    write_file("a", "MURRE 1\n", 0755);
    write_file("b.txt", "something\n", 0755);
    write_file("c", "xxMuRRyy\n", 0755);
    run("before", "./a");
    add("by magic", ":plain:M::MURRE::%s:");
    entry("plain");
    run("magic", "./a");
    add("the same name", ":plain:M::MURRE::%s:");
    add("by extension", ":byext:E::txt::%s:P");
    entry("byext");
    run("extension", "./b.txt");
    add("offset and mask", ":masked:M:2:MURR:\\xff\\xdf\\xff\\xff:%s:OC");
    entry("masked");
    run("mask", "./c");
    chown("c", 0, 0);
    chmod("c", 04755);
    show("disable one", put("masked", "0"));
    entry("masked");
    run("disabled", "./c");
    show("enable", put("masked", "1"));
    if (fork() == 0) {
        setuid(1000);
        run("credentials of the file", "./c");
        run("and without", "./a");
        _exit(0);
    }
    wait(NULL);
    show("disable all", put("status", "0"));
    entry("status");
    run("all disabled", "./a");
    show("enable all", put("status", "1"));
    show("bad command", put("status", "7"));
    add("open at once", ":fixed:M::FIXED::%s:F");
    entry("fixed");
    write_file("d", "FIXED\n", 0755);
    run("fixed", "./d");
    show("fixed, missing", put("register", ":gone:M::GONE::/does/not/exist:F"));
    show("missing", put("register", ":gone:M::GONE::/does/not/exist:"));
    write_file("e", "GONE\n", 0755);
    run("missing interpreter", "./e");
    show("remove", put("gone", "-1"));
    show("gone", open(WHERE "gone", O_RDONLY));
    run("not recognised any more", "./e");
    add("no name", "::M::MURRE::%s:");
    add("bad name", ":a/b:M::MURRE::%s:");
    add("bad type", ":x:X::MURRE::%s:");
    add("no magic", ":x:M::::%s:");
    add("bad offset", ":x:M:zz:MURRE::%s:");
    add("too far", ":x:M:254:MURRE::%s:");
    add("mask too short", ":x:M::MURRE:\\xff:%s:");
    add("bad flag", ":x:M::MURRE::%s:Z");
    show("no interpreter", put("register", ":x:M::MURRE:::"));
    show("too short", put("register", ":x:M"));
    add("another delimiter", ",other,M,,OTHER,,%s,");
    entry("other");
    int fd = open("a", O_RDONLY | O_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        char *arguments[] = {"zero", NULL}, *none[] = {NULL};
        show("by a close-on-exec descriptor", syscall(SYS_execveat, fd, "", arguments, none, AT_EMPTY_PATH));
        _exit(0);
    }
    wait(NULL);
    show("remove all", put("status", "-1"));
    show("gone", open(WHERE "plain", O_RDONLY));
    umount("/proc/sys/fs/binfmt_misc");
    return 0;
}
