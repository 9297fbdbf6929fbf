// Named pipes: opening waits for the other end, and the end of file comes with the last writer.
#include "guest.h"

int main(void)
{
    char text[16] = "";
    mkfifo("fifo", 0644);
    show("again", mkfifo("fifo", 0644));
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open("fifo", O_WRONLY);
        write(fd, "hello", 5);
        _exit(0);
    }
    int fd = open("fifo", O_RDONLY);
    show("read", read(fd, text, 15));
    printf("%s\n", text);
    show("end", read(fd, text, 15));
    waitpid(pid, NULL, 0);
    close(fd);
    show("writer without reader", open("fifo", O_WRONLY | O_NONBLOCK));
    fd = open("fifo", O_RDONLY | O_NONBLOCK);
    show("no writer: end of file", read(fd, text, 15));
    int writer = open("fifo", O_WRONLY | O_NONBLOCK);
    show_ok("writer with reader", writer);
    show("nothing there", read(fd, text, 15));
    close(fd);
    handle(SIGPIPE, SIG_IGN, 0);
    show("reader gone", write(writer, "x", 1));
    int both = open("fifo", O_RDWR);
    show("both ends", write(both, "self", 4));
    show("read back", read(both, text, 15));
    return 0;
}
