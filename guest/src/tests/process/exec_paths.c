// Which error for which path.
#include "guest.h"
#include <sys/mount.h>

static void try(const char *path)
{
    char *arguments[] = {"it", NULL}, *none[] = {NULL};
    char shown[24];
    snprintf(shown, sizeof shown, "%s", path);
    execve(path, arguments, none);
    printf("%s: %s\n", strlen(path) > 20 ? "long" : shown, error_name(errno));
}

int main(void)
{
    static char component[300], whole[5000];
    memset(component, 'x', 299);
    memset(whole, '/', 4999);
    write_file("plain", "#!/bin/true\n", 0644);
    write_file("empty", "", 0755);
    write_file("short", "#", 0755);
    write_file("blank", "#!   \n", 0755);
    write_file("nowhere", "#!/no/such/interpreter\n", 0755);
    write_file("directory-interpreter", "#!/tmp\n", 0755);
    write_file("closed-interpreter", "#!./plain\n", 0755);
    write_file("nul", "#!\0/bin/true\n", 0755);
    mkdir("directory", 0755);
    symlink("loop", "loop");
    symlink("missing", "dangling");
    mkfifo("fifo", 0755);
    mknod("device", S_IFCHR | 0755, 0x103);
    try("");
    try("missing");
    try("dangling");
    try("loop");
    try("plain");
    try("plain/below");
    try("directory");
    try("directory/");
    try("plain/");
    try("fifo");
    try("device");
    try("empty");
    try("short");
    try("blank");
    try("nowhere");
    try("closed-interpreter");
    try(component);
    try(whole);
    try("/dev/null");
    try("/proc/self/maps");
    show("bad path", syscall(SYS_execve, 8, NULL, NULL));
    show("bad arguments", syscall(SYS_execve, "/bin/true", 8, NULL));
    show("bad environment", syscall(SYS_execve, "/bin/true", NULL, 8));
    char *bad[] = {"it", (char *)8, NULL};
    show("a bad argument", syscall(SYS_execve, "/bin/true", bad, NULL));
    show("missing before bad arguments", syscall(SYS_execve, "missing", 8, NULL));
    return 0;
}
