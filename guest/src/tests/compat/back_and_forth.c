// A 32-bit program runs a 64-bit one and back, by exec; each finds its own kind of process.
// widths: 32
#include "guest.h"
#include <sys/utsname.h>

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("again: %s %s, %d bits\n", argv[1], argv[2], (int)sizeof(void *) * 8);
        return 7;
    }
    char self[4096];
    self[readlink("/proc/self/exe", self, sizeof self - 1)] = 0;
    setenv("SELF", self, 1);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        // /bin/sh is a 64-bit program.
        execl("/bin/sh", "sh", "-c", "echo in the shell; exec \"$SELF\" from 'a shell'", NULL);
        die("exec");
    }
    show_end("chain", pid);
    struct utsname name;
    uname(&name);
    printf("machine %s\n", name.machine);
    char text[64];
    int fd = open("/proc/self/exe", O_RDONLY);
    pread(fd, text, 20, 0);
    printf("class %d machine %d\n", text[4], text[18]);
    show("arch_prctl", syscall(SYS_arch_prctl, 0x1003, text));
    return 0;
}
