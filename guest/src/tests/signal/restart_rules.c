// Which blocked calls carry on after a handler with SA_RESTART, and which always give EINTR.
#include "guest.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>

static int pipes[2], sockets[2];
static volatile sig_atomic_t rings;

static void handler(int signal)
{
    (void)signal;
    if (++rings == 2) {
        write(pipes[1], "p", 1);
        write(sockets[1], "s", 1);
    }
}

static long call(int which)
{
    char byte;
    struct timespec second = {0, 80000000};
    struct timeval tv = {0, 80000};
    struct pollfd watched = {pipes[0], POLLIN, 0};
    struct epoll_event event;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pipes[0], &set);
    switch (which) {
    case 0: return read(pipes[0], &byte, 1);
    case 1: return recv(sockets[0], &byte, 1, 0);
    case 2: return poll(&watched, 1, 1000);
    case 3: return select(pipes[0] + 1, &set, NULL, NULL, NULL);
    case 4: return nanosleep(&second, NULL);
    case 5: return epoll_wait(epoll_create1(0), &event, 1, 1000);
    case 6: return pause();
    case 7: return select(0, NULL, NULL, NULL, &tv);
    default: return clock_nanosleep(CLOCK_MONOTONIC, 0, &second, NULL);
    }
}

int main(void)
{
    static const char *names[] = {"read", "recv", "poll", "select", "nanosleep",
                                  "epoll_wait", "pause", "select with timeout", "clock_nanosleep"};
    int flags[] = {0, SA_RESTART};
    for (int f = 0; f < 2; f++) {
        handle(SIGALRM, handler, flags[f]);
        for (int i = 0; i < 9; i++) {
            struct itimerval twice = {{0, 20000}, {0, 20000}}, off = {{0, 0}, {0, 0}};
            pipe(pipes);
            socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
            rings = 0;
            setitimer(ITIMER_REAL, &twice, NULL);
            long result = call(i);
            int error = errno;
            setitimer(ITIMER_REAL, &off, NULL);
            printf("%s %s: %s\n", names[i], flags[f] ? "restart" : "plain",
                   result == -1 ? error_name(error) : result > 0 && i > 3 ? error_name((int)result) : "1");
            close(pipes[0]), close(pipes[1]), close(sockets[0]), close(sockets[1]);
        }
    }
    return 0;
}
