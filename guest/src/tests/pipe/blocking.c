// A blocked writer wakes when there is room, a blocked reader when there is data or nobody left.
#include "guest.h"

int main(void)
{
    int data[2];
    char *big = calloc(1, 300000);
    pipe(data);
    pid_t pid = fork();
    if (pid == 0) {
        close(data[0]);
        long wrote = write(data[1], big, 300000);
        show("wrote in one call", wrote);
        _exit(0);
    }
    close(data[1]);
    show_bool("writer sleeps", await_state(pid, 'S'));
    long total = 0, got;
    while ((got = read(data[0], big, 7000)) > 0)
        total += got;
    show_end("writer", pid);
    show("read", total);
    pipe(data);
    pid = fork();
    if (pid == 0) {
        char byte;
        close(data[1]);
        show("blocked read", read(data[0], &byte, 1));
        show("then the end", read(data[0], &byte, 1));
        _exit(0);
    }
    close(data[0]);
    show_bool("reader sleeps", await_state(pid, 'S'));
    write(data[1], "x", 1);
    await_state(pid, 'S');
    close(data[1]);
    show_end("reader", pid);
    return 0;
}
