// process_vm_readv(2) and process_vm_writev(2), and /proc/PID/mem.
#include "guest.h"
#include <sys/uio.h>

static char text[32] = "parent's";

int main(void)
{
    int gate[2], go[2];
    char byte;
    pipe(gate);
    pipe(go);
    pid_t pid = fork();
    if (pid == 0) {
        strcpy(text, "child's");
        write(gate[1], "x", 1);
        read(go[0], &byte, 1);
        printf("child has %s\n", text);
        _exit(0);
    }
    read(gate[0], &byte, 1);
    char copy[32] = "";
    struct iovec local = {copy, sizeof copy}, remote = {text, sizeof text};
    show("read", process_vm_readv(pid, &local, 1, &remote, 1, 0));
    printf("%s, here %s\n", copy, text);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    int fd = open(path, O_RDWR);
    memset(copy, 0, sizeof copy);
    show("pread", pread(fd, copy, 5, (off_t)(uintptr_t)text));
    printf("%s\n", copy);
    struct iovec nowhere = {(void *)8, 4};
    show("bad remote", process_vm_readv(pid, &local, 1, &nowhere, 1, 0));
    local = (struct iovec){"CHILD", 5};
    show("write", process_vm_writev(pid, &local, 1, &remote, 1, 0));
    write(go[1], "x", 1);
    show_end("child", pid);
    show("gone", process_vm_readv(pid, &local, 1, &remote, 1, 0));
    return 0;
}
