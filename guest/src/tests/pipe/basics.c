// pipe(2): order, end of file, EPIPE, EAGAIN, and how much one takes.
#include "guest.h"

int main(void)
{
    int pipes[2];
    char block[8192], text[16] = "";
    show("pipe2", pipe2(pipes, O_NONBLOCK));
    show("empty", read(pipes[0], text, 10));
    show("write", write(pipes[1], "hello", 5));
    show("part", read(pipes[0], text, 2));
    show("rest", read(pipes[0], text, 10));
    printf("%s\n", text);
    memset(block, 'p', sizeof block);
    long total = 0, wrote;
    while ((wrote = write(pipes[1], block, 4096)) > 0)
        total += wrote;
    show("full", wrote);
    show("total", total);
    show("one byte more", write(pipes[1], block, 1));
    show("read 4095", read(pipes[0], block, 4095));
    show("not room for a page yet", write(pipes[1], block, 4096));
    show("read 1", read(pipes[0], block, 1));
    show("now", write(pipes[1], block, 4096));
    show("read from the writer", read(pipes[1], text, 1));
    show("write to the reader", write(pipes[0], text, 1));
    close(pipes[1]);
    while (read(pipes[0], block, sizeof block) > 0)
        total--;
    show("end", read(pipes[0], text, 1));
    return 0;
}
