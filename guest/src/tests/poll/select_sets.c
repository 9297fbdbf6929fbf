// select(2) and pselect(2): sets, counts, time left, and the mask.
#include "guest.h"
#include <sys/select.h>

static void handler(int signal) { (void)signal; }

int main(void)
{
    int pipes[2];
    fd_set in, out;
    struct timeval time = {0, 20000};
    pipe(pipes);
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(pipes[0], &in);
    FD_SET(pipes[1], &out);
    show("writable only", select(pipes[1] + 1, &in, &out, NULL, NULL));
    printf("%d %d\n", FD_ISSET(pipes[0], &in), FD_ISSET(pipes[1], &out));
    write(pipes[1], "x", 1);
    FD_SET(pipes[0], &in);
    show("both", select(pipes[1] + 1, &in, &out, NULL, NULL));
    FD_ZERO(&in);
    show("time out", select(0, &in, NULL, NULL, &time));
    printf("left %ld %ld\n", (long)time.tv_sec, (long)time.tv_usec);
    FD_SET(50, &in);
    show("bad descriptor", select(51, &in, NULL, NULL, &time));
    show("negative count", select(-1, NULL, NULL, NULL, &time));
    time.tv_usec = -5;
    show("bad time", select(0, NULL, NULL, NULL, &time));
    handle(SIGUSR1, handler, 0);
    mask_signal(SIG_BLOCK, SIGUSR1);
    raise(SIGUSR1);
    sigset_t none;
    sigemptyset(&none);
    struct timespec limit = {5, 0};
    show("pselect lets it in", pselect(0, NULL, NULL, NULL, &limit, &none));
    show("constant limit", limit.tv_sec);
    sigset_t now;
    sigprocmask(SIG_BLOCK, NULL, &now);
    show("mask restored", sigismember(&now, SIGUSR1));
    return 0;
}
