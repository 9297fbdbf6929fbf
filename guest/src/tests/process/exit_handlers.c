// exit(3) runs handlers in reverse and flushes; _exit(2) does neither; quick_exit its own list.
#include "guest.h"

static void first(void) { printf("first registered\n"); }
static void second(void) { printf("second registered\n"); }
static void quick(void) { printf("quick\n"); }

int main(void)
{
    atexit(first);
    atexit(second);
    at_quick_exit(quick);
    pid_t pid = fork();
    if (pid == 0)
        exit(1);
    show_end("exit", pid);
    pid = fork();
    if (pid == 0)
        _exit(2);
    show_end("_exit", pid);
    pid = fork();
    if (pid == 0)
        quick_exit(3);
    show_end("quick_exit", pid);
    pid = fork();
    if (pid == 0)
        abort();
    show_end("abort", pid);
    return 0;
}
