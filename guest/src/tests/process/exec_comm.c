// The command name follows the file executed, is cut at 15 bytes, and can be changed.
#include "guest.h"
#include <sys/prctl.h>

int main(int argc, char **argv)
{
    char name[64], text[64];
    if (argc > 1) {
        prctl(PR_GET_NAME, name);
        printf("prctl: %s\n", name);
        printf("comm: %s", read_file("/proc/self/comm", text, sizeof text));
        prctl(PR_SET_NAME, "renamed by hand and cut");
        printf("comm: %s", read_file("/proc/self/comm", text, sizeof text));
        printf("cmdline: %s\n", read_file("/proc/self/cmdline", text, sizeof text));
        return 0;
    }
    (void)argv;
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length] = 0;
    symlink(self, "a-name-longer-than-fifteen");
    execl("./a-name-longer-than-fifteen", "arg0", "x", NULL);
    die("execl");
}
