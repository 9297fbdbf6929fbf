// readv, writev, preadv, pwritev and preadv2 with their flags.
#include "guest.h"
#include <sys/uio.h>

int main(void)
{
    char first[4] = "", second[4] = "", text[64];
    struct iovec out[3] = {{"abc", 3}, {"", 0}, {"defgh", 5}}, in[2] = {{first, 3}, {second, 3}};
    int fd = open("data", O_RDWR | O_CREAT, 0644);
    show("writev", writev(fd, out, 3));
    lseek(fd, 1, SEEK_SET);
    show("readv", readv(fd, in, 2));
    printf("%s %s\n", first, second);
    show("pwritev", pwritev(fd, out, 3, 6));
    show("preadv", preadv(fd, in, 2, 5));
    printf("%s %s\n", first, second);
    show("offset kept", lseek(fd, 0, SEEK_CUR));
    show("preadv2 at the offset", preadv2(fd, in, 1, -1, 0));
    show("offset moved", lseek(fd, 0, SEEK_CUR));
    show("preadv2 bad flags", preadv2(fd, in, 1, 0, 0x1000));
    show("pwritev2 append", pwritev2(fd, out, 1, 0, RWF_APPEND));
    printf("%s\n", read_file("data", text, sizeof text));
    show("no vectors", readv(fd, in, 0));
    show("negative count", readv(fd, in, -1));
    show("too many", readv(fd, in, 1025));
    in[0].iov_len = (size_t)-1;
    show("negative length", readv(fd, in, 1));
    return 0;
}
