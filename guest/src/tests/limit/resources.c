// getrlimit, setrlimit and prlimit: defaults that hold everywhere, rules for changing.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit, old;
    getrlimit(RLIMIT_CORE, &limit);
    show("core", (long)limit.rlim_cur);
    limit = (struct rlimit){100, 200};
    show("set files", setrlimit(RLIMIT_NOFILE, &limit));
    getrlimit(RLIMIT_NOFILE, &limit);
    printf("%lu %lu\n", (unsigned long)limit.rlim_cur, (unsigned long)limit.rlim_max);
    limit = (struct rlimit){300, 200};
    show("soft over hard", setrlimit(RLIMIT_NOFILE, &limit));
    limit = (struct rlimit){150, 180};
    show("prlimit", prlimit(0, RLIMIT_NOFILE, &limit, &old));
    printf("%lu %lu\n", (unsigned long)old.rlim_cur, (unsigned long)old.rlim_max);
    show("bad resource", getrlimit(77, &limit));
    show("bad pid", prlimit(0x3fffff, RLIMIT_NOFILE, NULL, &old));
    show("bad pointer", syscall(SYS_getrlimit, RLIMIT_CPU, 8));
    pid_t pid = fork();
    if (pid == 0) {
        getrlimit(RLIMIT_NOFILE, &limit);
        printf("inherited %lu %lu\n", (unsigned long)limit.rlim_cur, (unsigned long)limit.rlim_max);
        setresuid(1000, 1000, 1000);
        limit.rlim_max = 1000;
        show("a user raises the hard one", setrlimit(RLIMIT_NOFILE, &limit));
        limit = (struct rlimit){50, 60};
        show("and lowers it", setrlimit(RLIMIT_NOFILE, &limit));
        show("another's", prlimit(getppid(), RLIMIT_NOFILE, NULL, &old));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("parent untouched", (getrlimit(RLIMIT_NOFILE, &limit), (long)limit.rlim_cur));
    show("sysconf", sysconf(_SC_OPEN_MAX));
    return 0;
}
