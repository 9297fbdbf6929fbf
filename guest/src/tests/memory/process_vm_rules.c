// process_vm_readv and writev: partial copies, protections, permissions, bad arguments.
#include "guest.h"
#include <sys/uio.h>

int main(void)
{
    char *area = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char local[3 * 4096];
    memset(area, 'r', 3 * 4096);
    mprotect(area + 4096, 4096, PROT_READ);
    mprotect(area + 8192, 4096, PROT_NONE);
    struct iovec here = {local, sizeof local}, there = {area, sizeof local};
    pid_t me = getpid();
    show("reads up to the closed page", process_vm_readv(me, &here, 1, &there, 1, 0));
    show("writes up to the read-only page", process_vm_writev(me, &here, 1, &there, 1, 0));
    there.iov_base = area + 8192;
    show("nothing", process_vm_readv(me, &here, 1, &there, 1, 0));
    struct iovec parts[3] = {{area, 10}, {(void *)8, 10}, {area + 100, 10}};
    show("up to a bad part", process_vm_readv(me, &here, 1, parts, 3, 0));
    here.iov_len = 5;
    show("as much as fits here", process_vm_readv(me, &here, 1, parts, 1, 0));
    show("no parts there", process_vm_readv(me, &here, 1, parts, 0, 0));
    show("no parts here", process_vm_readv(me, &here, 0, parts, 1, 0));
    show("bad flags", process_vm_readv(me, &here, 1, parts, 1, 1));
    show("too many parts", process_vm_readv(me, &here, 1, parts, 2000, 0));
    show("bad vector there", process_vm_readv(me, &here, 1, (void *)8, 1, 0));
    show("bad vector here", process_vm_readv(me, (void *)8, 1, parts, 1, 0));
    show("nobody", process_vm_readv(0x3ffff0, &here, 1, parts, 1, 0));
    here = (struct iovec){(void *)8, 10};
    show("bad buffer here", process_vm_readv(me, &here, 1, parts, 1, 0));
    pid_t pid = fork();
    if (pid == 0) {
        setgid(1000);
        setuid(1000);
        here = (struct iovec){local, 10};
        show("another user's", process_vm_readv(getppid(), &here, 1, parts, 1, 0));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
