// Set-user-id and set-group-id programs: new ids, AT_SECURE, and what a plain exec keeps.
#include "guest.h"
#include <sys/auxv.h>
#include <sys/prctl.h>

static void copy_self(const char *path)
{
    static char block[65536];
    int in = open("/proc/self/exe", O_RDONLY), out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    ssize_t got;
    while ((got = read(in, block, sizeof block)) > 0)
        write(out, block, (size_t)got);
    close(in);
    close(out);
}

static void run(const char *what, int no_new_privileges)
{
    pid_t pid = fork();
    if (pid == 0) {
        setgroups(0, NULL);
        setresgid(1000, 1000, 1000);
        setresuid(1000, 1000, 1000);
        if (no_new_privileges)
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        execl("./copy", "copy", what, NULL);
        _exit(1);
    }
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    uid_t real, effective, saved;
    gid_t greal, geffective, gsaved;
    if (argc > 1) {
        getresuid(&real, &effective, &saved);
        getresgid(&greal, &geffective, &gsaved);
        printf("%s: %d %d %d, %d %d %d, secure %ld, dumpable %d\n", argv[1], real, effective, saved, greal,
               geffective, gsaved, (long)getauxval(AT_SECURE), prctl(PR_GET_DUMPABLE) != 0);
        return 0;
    }
    chmod(".", 0755);
    copy_self("copy");
    run("plain", 0);
    chown("copy", 2000, 3000);
    chmod("copy", 04755);
    run("set user", 0);
    chmod("copy", 02755);
    run("set group", 0);
    chmod("copy", 06755);
    run("both", 0);
    chmod("copy", 02745);
    run("set group without execution", 0);
    chmod("copy", 06755);
    run("no new privileges", 1);
    return 0;
}
