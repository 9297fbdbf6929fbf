// The size of clone3's record: too small, larger with zeros, larger with something unknown in it.
#include "guest.h"
#include <linux/sched.h>

static char page[8192] __attribute__((aligned(4096)));

static void try(const char *what, void *record, size_t size)
{
    pid_t pid = (pid_t)syscall(SYS_clone3, record, size);
    if (pid == 0)
        _exit(2);
    if (pid == -1)
        printf("%s: %s\n", what, error_name(errno));
    else
        show_end(what, pid);
}

int main(void)
{
    struct clone_args *record = (void *)page;
    record->exit_signal = SIGCHLD;
    try("size 0", record, 0);
    try("size 63", record, 63);
    try("size 64, the first version", record, 64);
    try("size 200, all zeros", record, 200);
    try("a page", record, 4096);
    try("more than a page", record, 4097);
    page[150] = 1;
    try("size 200, something unknown", record, 200);
    try("size 64, something behind it", record, 64);
    try("bad pointer", (void *)8, 64);
    try("NULL", NULL, 64);
    mprotect(page + 4096, 4096, PROT_NONE);
    page[150] = 0;
    memcpy(page + 4096 - 64, page, 64);
    try("the last bytes of a page", page + 4096 - 64, 64);
    try("across its end", page + 4096 - 64, 72);
    return 0;
}
