// Capabilities of files at exec, ambient ones and secure bits: capabilities(7), "Transformation of
// capabilities during execve()".
#include "guest.h"
#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/xattr.h>

#ifndef SECBIT_NO_CAP_AMBIENT_RAISE
#define SECBIT_NO_CAP_AMBIENT_RAISE (1 << 6)
#endif

#define KILL (1u << CAP_KILL)
#define CHOWN (1u << CAP_CHOWN)
#define NET (1u << CAP_NET_BIND_SERVICE)
#define MASK (KILL | CHOWN | NET)

static void tell(const char *what)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct d[2];
    syscall(SYS_capget, &header, d);
    unsigned ambient = 0;
    for (int i = 0; i < 32; i++)
        ambient |= (unsigned)(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) == 1) << i;
    printf("%s: P %#x E %#x I %#x A %#x secure %lu bits %#x uid %d euid %d\n", what, d[0].permitted & MASK,
           d[0].effective & MASK, d[0].inheritable & MASK, ambient & MASK, getauxval(AT_SECURE),
           prctl(PR_GET_SECUREBITS), (int)getuid(), (int)geteuid());
}

static long caps(unsigned effective, unsigned permitted, unsigned inheritable)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{effective, permitted, inheritable}, {0, 0, 0}};
    return syscall(SYS_capset, &header, data);
}

static void inherit(unsigned inheritable)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    syscall(SYS_capget, &header, data);
    data[0].inheritable = inheritable;
    syscall(SYS_capset, &header, data);
}

static long file_caps(const char *path, bool effective, unsigned permitted, unsigned inheritable)
{
    struct vfs_cap_data data = {.magic_etc = VFS_CAP_REVISION_2 | effective};
    data.data[0].permitted = permitted;
    data.data[0].inheritable = inheritable;
    return setxattr(path, "security.capability", &data, XATTR_CAPS_SZ_2, 0);
}

static void copy_self(const char *to, mode_t mode)
{
    int in = open("/proc/self/exe", O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    char buffer[65536];
    ssize_t n;
    while ((n = read(in, buffer, sizeof buffer)) > 0)
        write(out, buffer, n);
    close(in);
    close(out);
    chmod(to, mode);
}

enum { AS_USER = 1, NO_NEW = 2, AMBIENT = 4, INHERIT = 8, NOROOT = 16, DROP = 32, KEEP = 64 };

// Runs the program with the wanted preparations.
static void run(const char *what, const char *path, int how)
{
    pid_t pid = fork();
    if (pid == 0) {
        if (how & DROP)
            prctl(PR_CAPBSET_DROP, CAP_KILL);
        if (how & NOROOT)
            prctl(PR_SET_SECUREBITS, SECBIT_NOROOT);
        if (how & INHERIT)
            inherit(KILL | NET);
        if (how & AS_USER) {
            if (how & (AMBIENT | KEEP))
                prctl(PR_SET_KEEPCAPS, 1);
            setgroups(0, NULL);
            setresgid(1000, 1000, 1000);
            setresuid(1000, 1000, 1000);
        }
        if (how & AMBIENT) {
            caps(KILL | CHOWN, KILL | CHOWN | NET, KILL);
            show("raise", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0));
            show("raise what is not inheritable", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
        }
        if (how & NO_NEW)
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        execl(path, path, what, NULL);
        printf("%s: %s\n", what, error_name(errno));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

static void ambient_rules(void)
{
    caps(KILL | CHOWN | (1u << CAP_SETPCAP), KILL | CHOWN | (1u << CAP_SETPCAP), KILL | CHOWN);
    show("raise kill", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0));
    show("raise chown", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
    show("is set", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0));
    show("lower", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_CHOWN, 0, 0));
    tell("ambient kill");
    show("with a fourth argument", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 1, 0));
    show("clear all of one", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 1, 0, 0));
    show("no such capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 63, 0, 0));
    show("no such operation", prctl(PR_CAP_AMBIENT, 9, CAP_KILL, 0, 0));
    caps(KILL, KILL | CHOWN | (1u << CAP_SETPCAP), 0);
    tell("no longer inheritable");
    caps(KILL | (1u << CAP_SETPCAP), KILL | CHOWN | (1u << CAP_SETPCAP), KILL);
    show("forbid raising", prctl(PR_SET_SECUREBITS, SECBIT_NO_CAP_AMBIENT_RAISE));
    show("raise", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0));
}

static void secure_bits(void)
{
    show("unknown bit", prctl(PR_SET_SECUREBITS, 0x1000));
    show("noroot, locked", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED));
    show("take it back", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT_LOCKED));
    show("unlock", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT));
    show("another", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS_LOCKED));
    show("keep", prctl(PR_SET_KEEPCAPS, 1));
    show("bits", prctl(PR_GET_SECUREBITS));
    show("no fixup", prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_SETUID_FIXUP));
    setresuid(1000, 1000, 1000);
    tell("a user without fixup");
    caps(0, MASK, 0);
    show("without setpcap", prctl(PR_SET_SECUREBITS, 0));
}

static void in_child(void (*what)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        what();
        _exit(0);
    }
    waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        tell(argv[1]);
        return 0;
    }
    chmod(".", 0755);
    copy_self("plain", 0755);
    copy_self("capable", 0755);
    copy_self("setuid", 04755);
    show("header of version 1", setxattr("capable", "security.capability", "\0\0\0\1aaaaaaaa", 12, 0));
    show("short", setxattr("capable", "security.capability", "\0\0\0\2aaaaaaaa", 12, 0));
    show("bad version", setxattr("capable", "security.capability", "\0\0\0\7aaaabbbbccccdddd", 20, 0));
    run("plain by root", "./plain", 0);
    run("plain by a user", "./plain", AS_USER);
    run("plain by a user who kept", "./plain", AS_USER | KEEP);
    run("plain by root without its rights", "./plain", NOROOT);
    run("plain with ambient", "./plain", AS_USER | AMBIENT);
    run("plain with ambient, no new", "./plain", AS_USER | AMBIENT | NO_NEW);
    run("plain, inherited, by root", "./plain", INHERIT);
    run("set-user-ID by a user", "./setuid", AS_USER);
    run("set-user-ID with ambient", "./setuid", AS_USER | AMBIENT);
    run("set-user-ID, no new", "./setuid", AS_USER | NO_NEW);
    run("set-user-ID without root's rights", "./setuid", AS_USER | NOROOT);
    show("permitted and effective", file_caps("capable", true, KILL, 0));
    struct vfs_cap_data got;
    show("its size", getxattr("capable", "security.capability", &got, sizeof got));
    printf("magic %#x permitted %#x\n", got.magic_etc, got.data[0].permitted);
    run("by a user", "./capable", AS_USER);
    run("by root", "./capable", 0);
    run("by root without its rights", "./capable", NOROOT);
    run("with ambient", "./capable", AS_USER | AMBIENT);
    run("no new", "./capable", AS_USER | NO_NEW);
    run("out of the bounding set", "./capable", AS_USER | DROP);
    show("permitted only", file_caps("capable", false, KILL | CHOWN, 0));
    run("by a user", "./capable", AS_USER);
    run("out of the bounding set", "./capable", AS_USER | DROP);
    show("inheritable", file_caps("capable", true, 0, KILL | NET));
    run("by a user", "./capable", AS_USER);
    run("who inherits", "./capable", AS_USER | INHERIT | KEEP);
    show("none", file_caps("capable", false, 0, 0));
    run("with ambient", "./capable", AS_USER | AMBIENT);
    show("on a set-user-ID file", file_caps("setuid", true, KILL, 0));
    run("by a user", "./setuid", AS_USER);
    int fd = open("capable", O_WRONLY | O_APPEND);
    write(fd, "x", 1);
    close(fd);
    show("after a write", getxattr("capable", "security.capability", &got, sizeof got));
    file_caps("capable", true, KILL, 0);
    chmod("capable", 0700);
    show("after chmod", getxattr("capable", "security.capability", &got, sizeof got));
    chown("capable", 1, 1);
    show("after chown", getxattr("capable", "security.capability", &got, sizeof got));
    file_caps("capable", true, KILL, 0);
    truncate("capable", 10);
    show("after truncate", getxattr("capable", "security.capability", &got, sizeof got));
    show("remove", removexattr("setuid", "security.capability"));
    in_child(ambient_rules);
    in_child(secure_bits);
    seteuid(1000);
    show("set by a user", file_caps("plain", true, KILL, 0));
    return 0;
}
