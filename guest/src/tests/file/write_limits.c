// RLIMIT_FSIZE with its signal, full devices, and zero-length transfers.
#include "guest.h"
#include <sys/resource.h>

int main(void)
{
    struct rlimit limit = {10, RLIM_INFINITY};
    int full = open("/dev/full", O_WRONLY), null = open("/dev/null", O_RDWR);
    int zero = open("/dev/zero", O_RDWR);
    char text[8] = "xxxxxxx";
    show("full", write(full, "x", 1));
    show("full, nothing", write(full, "", 0));
    show("null", write(null, "abc", 3));
    show("null read", read(null, text, 8));
    show("zero", read(zero, text, 4));
    printf("%d %c\n", text[3], text[4]);
    int fd = open("data", O_RDWR | O_CREAT, 0644);
    pid_t pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_FSIZE, &limit);
        show("up to the limit", write(fd, "0123456789abcdef", 16));
        write(fd, "x", 1);
        _exit(0);
    }
    show_end("beyond", pid);
    handle(SIGXFSZ, SIG_IGN, 0);
    setrlimit(RLIMIT_FSIZE, &limit);
    show("ignored", pwrite(fd, "x", 1, 10));
    show("truncate", ftruncate(fd, 11));
    show("inside", pwrite(fd, "x", 1, 9));
    show("read 0 bytes from a bad address", read(fd, (void *)8, 0));
    show("write to a reader", write(open("data", O_RDONLY), "x", 1));
    show("read from a writer", read(open("data", O_WRONLY), text, 1));
    return 0;
}
