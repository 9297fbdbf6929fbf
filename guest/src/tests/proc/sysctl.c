// A few of /proc/sys: reading, writing, and the limits they describe.
#include "guest.h"

int main(void)
{
    char text[256];
    show_bool("ostype", strcmp(read_file("/proc/sys/kernel/ostype", text, sizeof text), "Linux\n") == 0);
    show_bool("pid_max", atoi(read_file("/proc/sys/kernel/pid_max", text, sizeof text)) >= 32768);
    show_bool("hostname", strlen(read_file("/proc/sys/kernel/hostname", text, sizeof text)) > 1);
    show_bool("threads", atoi(read_file("/proc/sys/kernel/threads-max", text, sizeof text)) > 0);
    show_bool("overcommit", strlen(read_file("/proc/sys/vm/overcommit_memory", text, sizeof text)) == 2);
    show_bool("pipe size", atoi(read_file("/proc/sys/fs/pipe-max-size", text, sizeof text)) == 1048576);
    printf("%s", read_file("/proc/sys/kernel/random/boot_id", text, sizeof text)[8] == '-' ? "boot id\n" : "none\n");
    pid_t pid = fork();
    if (pid == 0) {
        setresuid(1000, 1000, 1000);
        show("write as a user", open("/proc/sys/kernel/hostname", O_WRONLY));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    return 0;
}
