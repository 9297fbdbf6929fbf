// splice(2): how much moves at once between files and pipes, where it stops, and what is refused.
#include "guest.h"
#include <sys/socket.h>

static long move(int in, int out, size_t count, unsigned flags)
{
    return splice(in, NULL, out, NULL, count, flags);
}

int main(void)
{
    enum { ALL = 65536 };
    static char data[ALL], back[ALL];
    int one[2], two[2];
    pipe(one);
    pipe(two);
    for (int i = 0; i < ALL; i++)
        data[i] = (char)(i / 251);
    int file = open("data", O_RDWR | O_CREAT, 0644);
    write(file, data, ALL);
    lseek(file, 0, SEEK_SET);

    show("file to pipe", move(file, one[1], ALL, 0));
    show("pipe full", move(file, one[1], 1, SPLICE_F_NONBLOCK));
    show("pipe to pipe", move(one[0], two[1], ALL, 0));
    show("nothing left", move(one[0], two[1], ALL, SPLICE_F_NONBLOCK));
    int copy = open("copy", O_RDWR | O_CREAT, 0644);
    show("pipe to file", move(two[0], copy, ALL, 0));
    show("read", pread(copy, back, ALL, 0));
    show("differs", memcmp(data, back, ALL));

    write(one[1], data, 5000);
    show("less than there is", move(one[0], two[1], 4999, 0));
    show("the rest", move(one[0], two[1], ALL, 0));
    show("to a file", move(two[0], copy, ALL, 0));
    write(one[1], data, 10000);
    int ends[2];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    show("pipe to socket", move(one[0], ends[0], ALL, 0));
    show("socket to pipe", move(ends[1], one[1], 10000, 0));
    show("back", read(one[0], back, ALL));
    show("differs", memcmp(data, back, 10000));

    loff_t at = 100;
    show("file at a place", splice(file, &at, one[1], NULL, 10, 0));
    printf("then at %ld\n", (long)at);
    show("read", read(one[0], back, ALL));
    show("differs", memcmp(data + 100, back, 10));
    show("end of file", move(copy, one[1], 10, 0));

    show("place in a pipe", splice(one[0], &at, copy, NULL, 1, 0));
    show("place in the other pipe", splice(file, NULL, one[1], &at, 1, 0));
    show("place and wrong end", splice(one[1], &at, two[1], &at, 1, 0));
    show("wrong end", move(one[1], two[1], 1, 0));
    show("other wrong end", move(one[0], two[0], 1, 0));
    show("closed", move(99, two[1], 1, 0));
    show("to itself", move(one[0], one[1], 1, 0));
    show("no pipe", move(file, copy, 1, 0));
    show("flags", move(one[0], two[1], 1, 64));
    show("nothing", move(one[0], two[1], 0, 0));
    int appended = open("copy", O_WRONLY | O_APPEND);
    show("appending", move(one[0], appended, 1, SPLICE_F_NONBLOCK));
    close(one[1]);
    show("writers gone", move(one[0], two[1], 1, 0));
    close(two[0]);
    signal(SIGPIPE, SIG_IGN);
    show("readers gone", move(file, two[1], 1, 0));
    return 0;
}
