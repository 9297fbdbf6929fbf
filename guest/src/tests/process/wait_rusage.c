// wait4(2) gives the child's resource use; RUSAGE_CHILDREN adds up those waited for.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rusage usage, children;
    pid_t pid = fork();
    if (pid == 0) {
        struct timespec start;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
        struct timespec now = start;
        while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < 60)
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        _exit(1);
    }
    int status;
    getrusage(RUSAGE_CHILDREN, &children);
    long before = children.ru_utime.tv_sec + children.ru_utime.tv_usec + children.ru_stime.tv_usec;
    show("children before", before);
    show_bool("waited", wait4(pid, &status, 0, &usage) == pid);
    long used = (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
    show_bool("at least 50 ms", used >= 50 || usage.ru_utime.tv_sec > 0);
    getrusage(RUSAGE_CHILDREN, &children);
    long total = (children.ru_utime.tv_usec + children.ru_stime.tv_usec) / 1000;
    show_bool("children's total", total >= used - 1);
    show_bool("some faults", usage.ru_minflt > 0);
    show("bad pointer", wait4(-1, NULL, 0, (struct rusage *)8));
    return 0;
}
