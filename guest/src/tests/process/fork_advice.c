// madvise's say on fork: pages left out, pages that the child finds empty, and locks that do not carry over.
#include "guest.h"

static long locked(void)
{
    char text[4096];
    read_file("/proc/self/status", text, sizeof text);
    return atol(strstr(text, "VmLck:") + 6);
}

int main(void)
{
    char *area = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(area, 'x', 4 * 4096);
    show("leave out", madvise(area, 4096, MADV_DONTFORK));
    show("wipe", madvise(area + 4096, 4096, MADV_WIPEONFORK));
    show("lock", mlock(area + 2 * 4096, 4096));
    char *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    show("wipe shared", madvise(shared, 4096, MADV_WIPEONFORK));
    show("leave out shared", madvise(shared, 4096, MADV_DONTFORK));
    show("locked kB", locked());
    pid_t pid = fork();
    if (pid == 0) {
        unsigned char seen;
        show("left out", mincore(area, 4096, &seen));
        show("wiped", area[4096]);
        show("kept", area[2 * 4096] == 'x' && area[3 * 4096] == 'x');
        show("locked kB", locked());
        area[4096] = 'y';
        pid_t second = fork();
        if (second == 0) {
            show("wiped again", area[4096]);
            _exit(0);
        }
        waitpid(second, NULL, 0);
        show("keep", madvise(area + 4096, 4096, MADV_KEEPONFORK));
        second = fork();
        if (second == 0) {
            show("now kept", area[4096] == 'y');
            _exit(0);
        }
        waitpid(second, NULL, 0);
        _exit(0);
    }
    show_end("child", pid);
    show("fork again", madvise(area, 4096, MADV_DOFORK));
    show("parent's", area[4096] == 'x');
    return 0;
}
