// Flag combinations that clone(2) refuses with EINVAL.
#include "guest.h"

static void attempt(const char *what, unsigned long flags)
{
    long pid = syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(0);
    show_ok(what, pid);
    if (pid > 0)
        waitpid((pid_t)pid, NULL, __WALL);
}

int main(void)
{
    attempt("THREAD without SIGHAND", CLONE_THREAD);
    attempt("SIGHAND without VM", CLONE_SIGHAND);
    attempt("THREAD and SIGHAND without VM", CLONE_THREAD | CLONE_SIGHAND);
    attempt("NEWNS with FS", CLONE_NEWNS | CLONE_FS | SIGCHLD);
    attempt("NEWUSER with FS", CLONE_NEWUSER | CLONE_FS | SIGCHLD);
    attempt("THREAD with NEWPID", CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWPID);
    attempt("THREAD with NEWUSER", CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWUSER);
    attempt("PIDFD with PARENT_SETTID", CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD);
    attempt("NEWIPC with SYSVSEM", CLONE_NEWIPC | CLONE_SYSVSEM | SIGCHLD);
    attempt("a plain fork", SIGCHLD);
    return 0;
}
