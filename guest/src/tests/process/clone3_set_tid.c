// clone3 with chosen process ids, outermost namespace last.
#include "guest.h"
#include <linux/sched.h>

static int try(const char *what, unsigned long long flags, pid_t *ids, unsigned long long count)
{
    struct clone_args record = {.flags = flags, .exit_signal = SIGCHLD, .set_tid = (uintptr_t)ids,
                                .set_tid_size = count};
    pid_t pid = (pid_t)syscall(SYS_clone3, &record, 80);
    if (pid == 0)
        _exit(getpid() == ids[0] ? 1 : 0);
    if (pid == -1) {
        printf("%s: %s\n", what, error_name(errno));
        return -1;
    }
    show_end(what, pid);
    return pid;
}

int main(void)
{
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    pid_t ids[4] = {gone, 0, 0, 0};
    show_bool("a free one", try("chosen", 0, ids, 1) == gone);
    ids[0] = getpid();
    try("one in use", 0, ids, 1);
    ids[0] = 0;
    try("zero", 0, ids, 1);
    ids[0] = -5;
    try("negative", 0, ids, 1);
    ids[0] = 1 << 30;
    try("too large", 0, ids, 1);
    ids[0] = gone;
    try("more than there are namespaces", 0, ids, 33);
    try("count without ids", 0, NULL, 1);
    try("ids without a count", 0, ids, 0);
    try("bad pointer", 0, (void *)8, 1);
    ids[0] = 2;
    try("first of a new namespace must be 1", CLONE_NEWPID, ids, 1);
    ids[0] = 1;
    ids[1] = gone;
    show_bool("inner and outer", try("both", CLONE_NEWPID, ids, 2) == gone);
    show_bool("inner alone", try("inner", CLONE_NEWPID, ids, 1) > 0);
    return 0;
}
