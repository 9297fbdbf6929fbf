// sendfile(2), copy_file_range(2) and splice(2) move bytes inside the kernel.
// flags: -D_FILE_OFFSET_BITS=64
#include "guest.h"
#include <sys/sendfile.h>

int main(void)
{
    char text[64];
    int pipes[2];
    write_file("in", "0123456789abcdef", 0644);
    int in = open("in", O_RDONLY), out = open("out", O_RDWR | O_CREAT, 0644);
    off_t offset = 4;
    show("sendfile", sendfile(out, in, &offset, 6));
    show("offset", offset);
    show("file offset kept", lseek(in, 0, SEEK_CUR));
    show("sendfile from the offset", sendfile(out, in, NULL, 100));
    show("at the end", sendfile(out, in, NULL, 100));
    printf("%s\n", read_file("out", text, sizeof text));
    off_t from = 2, to = 1;
    show("copy_file_range", copy_file_range(in, &from, out, &to, 3, 0));
    printf("%s, %ld %ld\n", read_file("out", text, sizeof text), (long)from, (long)to);
    show("bad flags", copy_file_range(in, &from, out, &to, 3, 1));
    pipe(pipes);
    from = 10;
    show("splice to a pipe", splice(in, &from, pipes[1], NULL, 4, 0));
    show("splice from a pipe", splice(pipes[0], NULL, out, NULL, 4, 0));
    printf("%s\n", read_file("out", text, sizeof text));
    show("splice between files", splice(in, &from, out, NULL, 4, 0));
    show("offset for a pipe", splice(pipes[0], &from, out, NULL, 4, 0));
    show("empty, not waiting", splice(pipes[0], NULL, out, NULL, 4, SPLICE_F_NONBLOCK));
    int more[2];
    pipe(more);
    write(pipes[1], "teatime", 7);
    show("tee", tee(pipes[0], more[1], 3, 0));
    memset(text, 0, sizeof text);
    show("copy", read(more[0], text, 10));
    printf("%s\n", text);
    show("original", read(pipes[0], text, 10));
    printf("%s\n", text);
    show("sendfile to a reader", sendfile(in, out, NULL, 4));
    show("sendfile from a pipe", sendfile(out, pipes[0], NULL, 4));
    return 0;
}
