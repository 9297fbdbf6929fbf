// A child keeps its inherited pages after the parent and the grandparent are gone.
#include "guest.h"
#include <sys/prctl.h>

int main(void)
{
    enum { PAGES = 50 };
    char *map =
        mmap(NULL, PAGES * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(map, 7, PAGES * 4096);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t middle = fork();
    if (middle == 0) {
        memset(map, 8, 10 * 4096);
        pid_t me = getpid();
        if (fork() == 0) {
            while (getppid() == me)
                sleep_millis(1);
            int sum = 0;
            for (int i = 0; i < PAGES; i++)
                sum += map[i * 4096];
            printf("orphan sums %d\n", sum);
            _exit(0);
        }
        execl("/bin/true", "true", NULL);
        _exit(0);
    }
    while (wait(NULL) > 0) {
    }
    printf("own %d\n", map[0]);
    return 0;
}
