// Bad places for ids do not stop a birth.
#include "guest.h"

static void try(const char *what, unsigned long flags)
{
    void *bad = (void *)8;
#ifdef __x86_64__
    pid_t pid = (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, bad, bad, NULL);
#else
    pid_t pid = (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, bad, NULL, bad);
#endif
    if (pid == 0)
        _exit(1);
    if (pid == -1)
        printf("%s: %s\n", what, error_name(errno));
    else
        show_end(what, pid);
}

int main(void)
{
    try("parent's place", CLONE_PARENT_SETTID);
    try("child's place", CLONE_CHILD_SETTID);
    try("place to clear", CLONE_CHILD_CLEARTID);
    try("child's place to set and clear", CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID);
    try("pidfd", CLONE_PIDFD);
    try("pidfd and parent's place", CLONE_PIDFD | CLONE_PARENT_SETTID);
    show("descriptors used", dup(0));
    return 0;
}
