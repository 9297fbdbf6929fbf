// F_SETSIG and O_ASYNC: which descriptor and what happened to it, for a pipe and a socket.
#include "guest.h"
#include <poll.h>
#include <sys/socket.h>

static volatile int got, code, band, fd, count;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    got = signal;
    code = info->si_code;
    band = (int)info->si_band;
    fd = info->si_fd;
    count++;
}

static void tell(const char *what, int expected)
{
    printf("%s: %d times, signal %d, code %d, band %#x, right descriptor %d\n", what, count, got, code,
           code > 0 ? band : 0, code > 0 && fd == expected);
    got = code = band = fd = count = 0;
}

int main(void)
{
    int ends[2], pair[2];
    pipe(ends);
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    handle_info(SIGIO, handler, 0);
    handle_info(64, handler, 0);
    show("owner before", fcntl(ends[0], F_GETOWN));
    show("signal before", fcntl(ends[0], F_GETSIG));
    show("set owner", fcntl(ends[0], F_SETOWN, getpid()));
    show("set async", fcntl(ends[0], F_SETFL, O_ASYNC));
    write(ends[1], "x", 1);
    tell("SIGIO by default", ends[0]);
    show("set signal", fcntl(ends[0], F_SETSIG, 64));
    write(ends[1], "x", 1);
    tell("64", ends[0]);
    show("bad signal", fcntl(ends[0], F_SETSIG, 65));
    show("get signal", fcntl(ends[0], F_GETSIG));
    fcntl(pair[0], F_SETOWN, getpid());
    fcntl(pair[0], F_SETSIG, 64);
    fcntl(pair[0], F_SETFL, O_ASYNC | O_NONBLOCK);
    write(pair[1], "y", 1);
    tell("socket", pair[0]);
    char byte;
    read(pair[0], &byte, 1);
    count = 0;
    close(pair[1]);
    show_bool("end of the other side", count > 0);
    fcntl(ends[0], F_SETFL, 0);
    count = 0;
    write(ends[1], "x", 1);
    tell("switched off", ends[0]);
    struct f_owner_ex owner = {F_OWNER_TID, gettid()};
    show("thread as owner", fcntl(ends[0], F_SETOWN_EX, &owner));
    memset(&owner, 0, sizeof owner);
    show("get it", fcntl(ends[0], F_GETOWN_EX, &owner));
    show_bool("is a thread", owner.type == F_OWNER_TID && owner.pid == gettid());
    show("of no kind", fcntl(ends[0], F_SETOWN_EX, &(struct f_owner_ex){7, 1}));
    show("nobody", fcntl(ends[0], F_SETOWN, 0x3ffff0));
    show("group", fcntl(ends[0], F_SETOWN, -getpgrp()));
    owner.pid = 0;
    fcntl(ends[0], F_GETOWN_EX, &owner);
    show_bool("is a group", owner.type == F_OWNER_PGRP && owner.pid == getpgrp());
    return 0;
}
