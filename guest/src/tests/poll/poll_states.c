// poll(2): what it says of pipes, files, closed ends and bad descriptors.
#include "guest.h"
#include <poll.h>

static void show_poll(const char *what, int fd, short events)
{
    struct pollfd watched = {fd, events, 0};
    int count = poll(&watched, 1, 0);
    printf("%s: %d%s%s%s%s%s\n", what, count, watched.revents & POLLIN ? " IN" : "",
           watched.revents & POLLOUT ? " OUT" : "", watched.revents & POLLHUP ? " HUP" : "",
           watched.revents & POLLERR ? " ERR" : "", watched.revents & POLLNVAL ? " NVAL" : "");
}

int main(void)
{
    int pipes[2];
    pipe2(pipes, O_NONBLOCK);
    show_poll("empty pipe, read", pipes[0], POLLIN);
    show_poll("empty pipe, write", pipes[1], POLLOUT);
    write(pipes[1], "x", 1);
    show_poll("pipe with data", pipes[0], POLLIN);
    char block[4096];
    while (write(pipes[1], block, sizeof block) > 0) {
    }
    show_poll("full pipe", pipes[1], POLLOUT);
    int reader = dup(pipes[0]);
    close(pipes[0]);
    show_poll("one reader left", pipes[1], POLLOUT);
    close(reader);
    show_poll("no reader", pipes[1], POLLOUT);
    pipe(pipes);
    write(pipes[1], "x", 1);
    close(pipes[1]);
    show_poll("writer gone, data left", pipes[0], POLLIN);
    read(pipes[0], block, 10);
    show_poll("writer gone", pipes[0], POLLIN);
    show_poll("no events asked", pipes[0], 0);
    show_poll("file", open("data", O_RDWR | O_CREAT, 0644), POLLIN | POLLOUT);
    show_poll("/dev/null", open("/dev/null", O_RDWR), POLLIN | POLLOUT);
    show_poll("bad descriptor", 99, POLLIN);
    show_poll("negative descriptor", -1, POLLIN);
    show("bad pointer", poll((struct pollfd *)8, 1, 0));
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    show("timeout", poll(NULL, 0, 30));
    show_bool("waited", elapsed_millis(&start) >= 30);
    return 0;
}
