// seccomp(2): which verdicts are told of in the kernel's log, and what such a line says.
#include "filters.h"
#include <linux/audit.h>
#include <sys/klog.h>
#include <sys/prctl.h>

static char text[1 << 20];

// Shows what the log says about a process, without what differs from run to run.
static bool show_line(const char *what, pid_t pid)
{
    char marker[40];
    snprintf(marker, sizeof marker, " pid=%d comm=", pid);
    for (int tries = 0; tries < 40; tries++) {
        int got = klogctl(3, text, sizeof text - 1);
        text[got > 0 ? got : 0] = 0;
        char *at = strstr(text, marker);
        if (at != NULL) {
            char *line = at;
            while (line > text && line[-1] != '\n')
                line--;
            *strchr(at, '\n') = 0;
            int priority = 0, type = 0;
            sscanf(line, "<%d>[%*d.%*d] audit: type=%d", &priority, &type);
            char *ids = strstr(line, " uid=");
            printf("%s: <%d> type %d%.12s", what, priority, type, ids == NULL ? "?" : ids);
            char *exe = strstr(at, " exe="), *rest = strstr(at, " sig=");
            printf(" comm %.20s, exe %s", strstr(at, "comm="), exe != NULL && exe[5] == '"' ? "given" : "not given");
            int sig = -1, compat = -1;
            long number = -1;
            unsigned arch = 0, code = 0;
            sscanf(rest, " sig=%d arch=%x syscall=%ld compat=%d ip=%*x code=%x", &sig, &arch, &number, &compat, &code);
            printf(", sig %d, arch %d, call %d, code %#x\n", sig, (arch & 0xff) == 0x3e || (arch & 0xff) == 3,
                   number == SYS_getppid, code);
            return true;
        }
        sleep_millis(5);
    }
    return false;
}

static bool try_once(const char *what, unsigned verdict, unsigned flags, bool tells)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NAME, "logs it");
        handle(SIGSYS, SIG_IGN, 0);
        if (filter(flags, SYS_getppid, verdict) != 0)
            die("seccomp");
        long result = syscall(SYS_getppid);
        _exit(result > 0 ? 0 : 2);
    }
    int status;
    waitpid(pid, &status, 0);
    if (show_line(what, pid) != tells)
        return false;
    show_status(what, status & ~0x80);
    return true;
}

// Linux keeps back what comes too fast: then it is tried again.
static void try(const char *what, unsigned verdict, unsigned flags, bool tells)
{
    for (int i = 0; i < 8; i++) {
        if (try_once(what, verdict, flags, tells))
            return;
        sleep_millis(1000);
    }
    printf("%s: not told\n", what);
}

int main(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    try("log", SECCOMP_RET_LOG | 5, 0, true);
    try("errno", SECCOMP_RET_ERRNO | 7, 0, false);
    try("errno, asked for", SECCOMP_RET_ERRNO | 7, SECCOMP_FILTER_FLAG_LOG, true);
    try("allow, asked for", SECCOMP_RET_ALLOW, SECCOMP_FILTER_FLAG_LOG, false);
    try("trace, asked for", SECCOMP_RET_TRACE, SECCOMP_FILTER_FLAG_LOG, true);
    try("kill thread", SECCOMP_RET_KILL_THREAD, 0, true);
    try("kill process", SECCOMP_RET_KILL_PROCESS, 0, true);
    try("unknown action", 0x12340000, 0, true);
    char value[200];
    printf("logged: %s", read_file("/proc/sys/kernel/seccomp/actions_logged", value, sizeof value));
    int fd = open("/proc/sys/kernel/seccomp/actions_logged", O_WRONLY);
    show("allow cannot be logged", write(fd, "log allow", 9));
    show("unknown name", write(fd, "log nothing", 11));
    return 0;
}
