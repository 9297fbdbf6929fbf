// Which calls a handler interrupts although it says SA_RESTART, and which go on.
#include "guest.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>

static volatile int handled;
static int ends[2];

static void handler(int signal)
{
    (void)signal;
    handled++;
    if (handled == 2)
        write(ends[1], "x", 1);
}

static void begin(void)
{
    handled = 0;
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 3000}, {0, 3000}}, NULL);
}

static void end(const char *what, long result)
{
    int error = errno;
    char byte;
    setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    while (read(ends[0], &byte, 1) == 1) {
    }
    fcntl(ends[0], F_SETFL, 0);
    if (result == -1)
        printf("%s: %s\n", what, error_name(error));
    else
        printf("%s: %ld\n", what, result);
}

int main(void)
{
    char byte;
    pipe(ends);
    handle(SIGALRM, handler, SA_RESTART);
    begin();
    end("read", read(ends[0], &byte, 1));
    begin();
    end("poll", poll(&(struct pollfd){ends[0], POLLIN, 0}, 1, 10000));
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    begin();
    end("select", select(ends[0] + 1, &set, NULL, NULL, NULL));
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
    begin();
    end("epoll_wait", epoll_wait(epoll, &event, 1, 10000));
    begin();
    end("pause", pause());
    begin();
    end("nanosleep", nanosleep(&(struct timespec){10, 0}, NULL));
    int pair[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){10, 0}, sizeof(struct timeval));
    begin();
    end("recv with a timeout", recv(pair[0], &byte, 1, 0));
    handle(SIGALRM, handler, 0);
    begin();
    end("read without SA_RESTART", read(ends[0], &byte, 1));
    return 0;
}
