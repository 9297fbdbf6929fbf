// Flag sets nobody uses, which Linux takes all the same.
#include "guest.h"

static char stack[65536] __attribute__((aligned(16)));

static int child(void *unused)
{
    (void)unused;
    return 1;
}

static void try(const char *what, unsigned flags)
{
    int where = 0;
    pid_t pid = clone(child, stack + sizeof stack, (int)(flags | SIGCHLD), NULL, &where);
    if (pid == -1) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    int status;
    waitpid(pid, &status, __WALL);
    show_status(what, status);
}

int main(void)
{
    try("CLONE_IO", CLONE_IO);
    try("CLONE_UNTRACED", CLONE_UNTRACED);
    try("CLONE_PTRACE", CLONE_PTRACE);
    try("CLONE_DETACHED", CLONE_DETACHED);
    try("CLONE_SYSVSEM", CLONE_SYSVSEM);
    try("CLONE_FS alone", CLONE_FS);
    try("CLONE_FILES alone", CLONE_FILES);
    try("CLONE_FS and VFORK", CLONE_FS | CLONE_VFORK);
    try("CLONE_VM and VFORK", CLONE_VM | CLONE_VFORK);
    try("VM, SIGHAND and VFORK", CLONE_VM | CLONE_SIGHAND | CLONE_VFORK);
    try("VM, SIGHAND, FS, FILES and VFORK", CLONE_VM | CLONE_SIGHAND | CLONE_FS | CLONE_FILES | CLONE_VFORK);
    try("PARENT_SETTID", CLONE_PARENT_SETTID);
    try("NEWIPC and SYSVSEM", CLONE_NEWIPC | CLONE_SYSVSEM);
    try("NEWUTS", CLONE_NEWUTS);
    try("NEWNET", CLONE_NEWNET);
    try("NEWPID", CLONE_NEWPID);
    try("NEWNS", CLONE_NEWNS);
    try("NEWIPC", CLONE_NEWIPC);
    try("NEWCGROUP", CLONE_NEWCGROUP);
    try("NEWUSER", CLONE_NEWUSER);
    try("NEWUSER and FS", CLONE_NEWUSER | CLONE_FS);
    try("NEWNS and FS", CLONE_NEWNS | CLONE_FS);
    try("all namespaces", CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET);
    return 0;
}
