// O_DIRECT pipes keep the bounds of each write; vmsplice hands over memory.
#include "guest.h"
#include <sys/uio.h>

int main(void)
{
    int pipes[2];
    char text[64] = "";
    show("pipe2", pipe2(pipes, O_DIRECT));
    write(pipes[1], "one", 3);
    write(pipes[1], "second", 6);
    write(pipes[1], "third", 5);
    show("read", read(pipes[0], text, sizeof text));
    show("short read", read(pipes[0], text, 2));
    show("rest was dropped", read(pipes[0], text, sizeof text));
    printf("%.5s\n", text);
    pipe(pipes);
    struct iovec vector[2] = {{"spliced ", 8}, {"memory", 6}};
    show("vmsplice", vmsplice(pipes[1], vector, 2, 0));
    memset(text, 0, sizeof text);
    show("read", read(pipes[0], text, sizeof text));
    printf("%s\n", text);
    return 0;
}
