// Waiting for the slowest of many: poll, select and epoll wake for the right one.
#include "guest.h"
#include <poll.h>
#include <sys/epoll.h>

int main(void)
{
    enum { COUNT = 50 };
    int pipes[COUNT][2];
    struct pollfd watched[COUNT];
    int epoll = epoll_create1(0);
    for (int i = 0; i < COUNT; i++) {
        pipe(pipes[i]);
        watched[i] = (struct pollfd){pipes[i][0], POLLIN, 0};
        struct epoll_event event = {EPOLLIN, {.u32 = (unsigned)i}};
        epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[i][0], &event);
    }
    int order[] = {31, 4, 15, 9, 26};
    int turns[2];
    pipe(turns);
    pid_t pid = fork();
    if (pid == 0) {
        char byte;
        for (int i = 0; i < 5; i++) {
            sleep_millis(5);
            write(pipes[order[i]][1], "x", 1);
            read(turns[0], &byte, 1);
        }
        _exit(0);
    }
    for (int round = 0; round < 5; round++) {
        int which = -1;
        if (round % 2 == 0) {
            poll(watched, COUNT, -1);
            for (int i = 0; i < COUNT; i++)
                if (watched[i].revents)
                    which = i;
        } else {
            struct epoll_event event;
            epoll_wait(epoll, &event, 1, -1);
            which = (int)event.data.u32;
        }
        char byte;
        read(pipes[which][0], &byte, 1);
        printf("%d\n", which);
        write(turns[1], "x", 1);
    }
    show_end("child", pid);
    return 0;
}
