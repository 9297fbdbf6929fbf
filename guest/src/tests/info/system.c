// uname, sysinfo, sysconf, getcpu, getrandom and other questions to the kernel.
#include "guest.h"
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(void)
{
    struct utsname name;
    struct sysinfo info;
    unsigned cpu = 99, node = 99;
    unsigned char first[16] = {0}, second[16] = {0};
    show("uname", uname(&name));
    printf("%s %s\n", name.sysname, name.machine);
    show_bool("release has numbers", strchr(name.release, '.') != NULL);
    show("sysinfo", sysinfo(&info));
    show_bool("memory", info.totalram > 0 && info.freeram <= info.totalram && info.mem_unit > 0);
    show_bool("processes", info.procs > 0);
    show_bool("uptime", info.uptime >= 0);
    show("getcpu", getcpu(&cpu, &node));
    show_bool("in range", cpu < 1024 && node < 64);
    show_bool("processors", sysconf(_SC_NPROCESSORS_ONLN) > 0);
    show("page size", sysconf(_SC_PAGESIZE));
    show("clock ticks", sysconf(_SC_CLK_TCK));
    show("getrandom", getrandom(first, 16, 0));
    getrandom(second, 16, GRND_NONBLOCK);
    show_bool("differ", memcmp(first, second, 16) != 0);
    show("bad flags", getrandom(first, 16, 0x100));
    show("bad pointer", syscall(SYS_uname, 8));
    show("sethostname too long", sethostname("x", 65));
    show("unknown call", syscall(5000));
    show("negative call", syscall(-1));
    show("personality", syscall(SYS_personality, 0xffffffff));
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show("sethostname as a user", sethostname("x", 1));
        show("reboot as a user", syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL));
        show("mount as a user", syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    return 0;
}
