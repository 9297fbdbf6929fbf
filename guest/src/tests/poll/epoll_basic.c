// epoll(7): adding, changing, removing, level and edge triggering, one shot.
#include "guest.h"
#include <sys/epoll.h>

static int epoll;

static void show_wait(const char *what)
{
    struct epoll_event events[8];
    int count = epoll_wait(epoll, events, 8, 0);
    printf("%s: %d", what, count);
    for (int i = 0; i < count; i++)
        printf(" [%#x %lu]", events[i].events, (unsigned long)events[i].data.u64);
    printf("\n");
}

int main(void)
{
    int pipes[2];
    char text[16];
    epoll = epoll_create1(EPOLL_CLOEXEC);
    pipe(pipes);
    struct epoll_event event = {EPOLLIN, {.u64 = 7}};
    show("add", epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[0], &event));
    show("add again", epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[0], &event));
    show_wait("empty");
    write(pipes[1], "ab", 2);
    show_wait("level");
    show_wait("level again");
    event.events = EPOLLIN | EPOLLET;
    show("edge", epoll_ctl(epoll, EPOLL_CTL_MOD, pipes[0], &event));
    show_wait("edge");
    show_wait("edge again");
    write(pipes[1], "c", 1);
    show_wait("new data");
    event.events = EPOLLIN | EPOLLONESHOT;
    epoll_ctl(epoll, EPOLL_CTL_MOD, pipes[0], &event);
    show_wait("one shot");
    show_wait("spent");
    event.events = EPOLLIN;
    event.data.u64 = 8;
    epoll_ctl(epoll, EPOLL_CTL_MOD, pipes[0], &event);
    show_wait("armed again");
    close(pipes[1]);
    read(pipes[0], text, 16);
    show_wait("hang-up");
    show("delete", epoll_ctl(epoll, EPOLL_CTL_DEL, pipes[0], NULL));
    show("delete again", epoll_ctl(epoll, EPOLL_CTL_DEL, pipes[0], NULL));
    show("change what is not there", epoll_ctl(epoll, EPOLL_CTL_MOD, pipes[0], &event));
    show("a file", epoll_ctl(epoll, EPOLL_CTL_ADD, open("f", O_CREAT | O_RDWR, 0644), &event));
    show("itself", epoll_ctl(epoll, EPOLL_CTL_ADD, epoll, &event));
    show("bad operation", epoll_ctl(epoll, 9, pipes[0], &event));
    show("bad descriptor", epoll_ctl(epoll, EPOLL_CTL_ADD, 99, &event));
    show("no room", epoll_wait(epoll, &event, 0, 0));
    show("size 0", epoll_create(0));
    return 0;
}
