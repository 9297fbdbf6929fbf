// POSIX message queues: priorities, limits, timeouts, notification.
// libs: -lrt
#include "guest.h"
#include <mqueue.h>

static volatile sig_atomic_t notified;
static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    notified = info->si_code == SI_MESGQ ? info->si_value.sival_int : -1;
}

int main(void)
{
    char name[32], text[64] = "";
    unsigned priority;
    struct mq_attr limits = {.mq_maxmsg = 3, .mq_msgsize = 32}, now;
    snprintf(name, sizeof name, "/guest-%d", getpid());
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK, 0600, &limits);
    show_ok("create", queue);
    show_ok("exclusive", mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &limits));
    show("send", mq_send(queue, "low", 3, 1));
    show("send", mq_send(queue, "high", 4, 9));
    show("send", mq_send(queue, "low too", 7, 1));
    show("full", mq_send(queue, "x", 1, 1));
    mq_getattr(queue, &now);
    printf("%ld of %ld\n", now.mq_curmsgs, now.mq_maxmsg);
    show("small buffer", mq_receive(queue, text, 10, &priority));
    for (int i = 0; i < 3; i++) {
        memset(text, 0, sizeof text);
        show("receive", mq_receive(queue, text, sizeof text, &priority));
        printf("%s at %u\n", text, priority);
    }
    show("empty", mq_receive(queue, text, sizeof text, &priority));
    static char big[100];
    show("too long", mq_send(queue, big, 33, 1));
    show("bad priority", mq_send(queue, "x", 1, 40000));
    handle_info(SIGUSR1, handler, 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1,
                             .sigev_value.sival_int = 5};
    show("notify", mq_notify(queue, &event));
    show("notify again", mq_notify(queue, &event));
    mq_send(queue, "ping", 4, 0);
    printf("notified with %d\n", notified);
    mq_receive(queue, text, sizeof text, NULL);
    event.sigev_signo = 65;
    show("notify by a signal that is none", mq_notify(queue, &event));
    event.sigev_signo = 0;
    show("notify by signal 0", mq_notify(queue, &event));
    show("notify again", mq_notify(queue, &event));
    mq_send(queue, "ping", 4, 0);
    show("notify after a message", mq_notify(queue, &event));
    show("stop", mq_notify(queue, NULL));
    mqd_t waiting = mq_open(name, O_RDWR);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    mq_receive(waiting, text, sizeof text, NULL);
    show("timed out", mq_timedreceive(waiting, text, sizeof text, NULL, &until));
    show("unlink", mq_unlink(name));
    show("unlink again", mq_unlink(name));
    show("still usable", mq_send(queue, "x", 1, 0));
    show("bad name", mq_open("noslash", O_RDWR));
    show("missing", mq_open(name, O_RDWR));
    return 0;
}
