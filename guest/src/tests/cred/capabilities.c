// Capability sets: what root has, what leaving root loses, keeping them, bounding.
#include "guest.h"
#include <linux/capability.h>
#include <sys/prctl.h>

static void show_caps(const char *what)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    syscall(SYS_capget, &header, data);
    // Only a few that every root has: chown, kill, setuid, net_bind.
    unsigned mask = 1u << CAP_CHOWN | 1u << CAP_KILL | 1u << CAP_SETUID | 1u << CAP_NET_BIND_SERVICE;
    printf("%s: effective %#x permitted %#x inheritable %#x\n", what, data[0].effective & mask,
           data[0].permitted & mask, data[0].inheritable & mask);
}

static long set_caps(unsigned effective, unsigned permitted, unsigned inheritable)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{effective, permitted, inheritable}, {0, 0, 0}};
    return syscall(SYS_capset, &header, data);
}

int main(void)
{
    show_caps("root");
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show_caps("a user");
        show("cannot gain", set_caps(1, 1, 0));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    pid = fork();
    if (pid == 0) {
        prctl(PR_SET_KEEPCAPS, 1);
        setresuid(1000, 1000, 1000);
        show_caps("kept");
        show("raise one", set_caps(1u << CAP_KILL, 1u << CAP_KILL | 1u << CAP_CHOWN, 0));
        show_caps("raised");
        show("kill init, signal 0", kill(1, 0));
        show("setuid without it", setuid(0));
        show("more than permitted", set_caps(1u << CAP_SETUID, 1u << CAP_KILL, 0));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    pid = fork();
    if (pid == 0) {
        seteuid(1000);
        show_caps("effective user changed");
        seteuid(0);
        show_caps("and back");
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    show("in the bounding set", prctl(PR_CAPBSET_READ, CAP_KILL));
    show("drop it", prctl(PR_CAPBSET_DROP, CAP_KILL));
    show("now", prctl(PR_CAPBSET_READ, CAP_KILL));
    show("no such capability", prctl(PR_CAPBSET_READ, 63));
    show("ambient without inheritable", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
    set_caps(~0u & 0xfeffffff & ~(1u << CAP_KILL), ~0u & 0xfeffffff & ~(1u << CAP_KILL), 1u << CAP_CHOWN);
    show("ambient", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
    show("is set", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_CHOWN, 0, 0));
    struct __user_cap_header_struct header = {0x12345678, 0};
    show("bad version", syscall(SYS_capget, &header, NULL));
    printf("version told %d\n", header.version == _LINUX_CAPABILITY_VERSION_3);
    return 0;
}
