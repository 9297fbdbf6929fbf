// eventfd(2): counting, semaphore mode, overflow, polling.
#include "guest.h"
#include <poll.h>
#include <sys/eventfd.h>

static void add(const char *what, int fd, uint64_t value)
{
    show(what, write(fd, &value, sizeof value));
}

static void take(const char *what, int fd)
{
    uint64_t value = 0;
    ssize_t got = read(fd, &value, sizeof value);
    if (got < 0)
        show(what, got);
    else
        printf("%s: %llu\n", what, (unsigned long long)value);
}

int main(void)
{
    int fd = eventfd(3, EFD_NONBLOCK);
    take("initial", fd);
    take("empty", fd);
    add("add 5", fd, 5);
    add("add 2", fd, 2);
    take("sum", fd);
    add("the largest", fd, UINT64_MAX - 1);
    add("one more", fd, 1);
    struct pollfd watched = {fd, POLLIN | POLLOUT, 0};
    poll(&watched, 1, 0);
    printf("in %d out %d\n", !!(watched.revents & POLLIN), !!(watched.revents & POLLOUT));
    take("the largest", fd);
    add("not allowed", fd, UINT64_MAX);
    show("short write", write(fd, "1234", 4));
    show("short read", read(fd, &watched, 4));
    fd = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    take("semaphore", fd);
    take("semaphore", fd);
    take("semaphore", fd);
    show("bad flags", eventfd(0, 4));
    fd = eventfd(0, 0);
    pid_t pid = fork();
    if (pid == 0) {
        take("child waited", fd);
        _exit(0);
    }
    await_state(pid, 'S');
    uint64_t nine = 9;
    write(fd, &nine, sizeof nine);
    waitpid(pid, NULL, 0);
    return 0;
}
