// E2BIG: one string may hold 128 KiB, all strings together a quarter of the stack limit.
#include "guest.h"
#include <sys/resource.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[0], "again") == 0) {
        printf("ran with %zu bytes\n", strlen(argv[1]));
        return 0;
    }
    static char big[131073];
    memset(big, 'a', sizeof big - 1);
    char *none[] = {NULL};
    char *one[] = {"again", big, NULL};
    show("one string of 128 KiB", execve("/proc/self/exe", one, none));
    static char *many[200];
    big[100000] = 0;
    for (int i = 0; i < 199; i++)
        many[i] = big;
    struct rlimit limit = {8 << 20, RLIM_INFINITY};
    getrlimit(RLIMIT_STACK, &limit);
    limit.rlim_cur = 8 << 20;
    setrlimit(RLIMIT_STACK, &limit);
    show("199 strings of 100 kB", execve("/proc/self/exe", many, none));
    big[131071 - 0] = 0;
    memset(big, 'a', 131071);
    execve("/proc/self/exe", one, none);
    die("execve");
}
