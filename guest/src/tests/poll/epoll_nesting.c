// An epoll descriptor inside another, closing what is watched, and many ready at once.
#include "guest.h"
#include <sys/epoll.h>

int main(void)
{
    int outer = epoll_create1(0), inner = epoll_create1(0), pipes[2];
    struct epoll_event event = {EPOLLIN, {.u32 = 1}}, events[64];
    pipe(pipes);
    epoll_ctl(inner, EPOLL_CTL_ADD, pipes[0], &event);
    event.data.u32 = 2;
    show("inner into outer", epoll_ctl(outer, EPOLL_CTL_ADD, inner, &event));
    show("loop", epoll_ctl(inner, EPOLL_CTL_ADD, outer, &event));
    show("nothing", epoll_wait(outer, events, 8, 0));
    write(pipes[1], "x", 1);
    show("outer ready", epoll_wait(outer, events, 8, 1000));
    show("says", events[0].data.u32);
    show("inner ready", epoll_wait(inner, events, 8, 0));
    int copy = dup(pipes[0]);
    close(pipes[0]);
    show("still watched through the duplicate", epoll_wait(inner, events, 8, 0));
    close(copy);
    show("gone with the last", epoll_wait(inner, events, 8, 0));
    int many[40];
    for (int i = 0; i < 20; i++) {
        pipe(many + 2 * i);
        event.data.u32 = (unsigned)i;
        epoll_ctl(inner, EPOLL_CTL_ADD, many[2 * i], &event);
        if (i % 2)
            write(many[2 * i + 1], "x", 1);
    }
    int sum = 0, count = epoll_wait(inner, events, 64, 0);
    for (int i = 0; i < count; i++)
        sum += (int)events[i].data.u32;
    printf("ready %d, sum %d\n", count, sum);
    show("three at a time", epoll_wait(inner, events, 3, 0));
    return 0;
}
