// mq_notify: once, to one process, only when the queue was empty and nobody waits.
// libs: -lrt
#include "guest.h"
#include <mqueue.h>

static volatile int count, code, value, sender_right;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    count++;
    code = info->si_code;
    value = info->si_value.sival_int;
    sender_right = info->si_pid == getpid();
}

int main(void)
{
    struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = 16};
    char text[16];
    mq_unlink("/notice");
    mqd_t queue = mq_open("/notice", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMAX, .sigev_value.sival_int = 9};
    handle_info(SIGRTMAX, handler, SA_RESTART);
    show("register", mq_notify(queue, &event));
    show("again", mq_notify(queue, &event));
    pid_t pid = fork();
    if (pid == 0) {
        show("another process", mq_notify(queue, &event));
        show("another's removal", mq_notify(queue, NULL));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    mq_send(queue, "a", 1, 0);
    printf("came %d, code %d, value %d, sender %d\n", count, code, value, sender_right);
    mq_send(queue, "b", 1, 0);
    printf("only once: %d\n", count);
    show("register while not empty", mq_notify(queue, &event));
    mq_send(queue, "c", 1, 0);
    printf("not empty before: %d\n", count);
    for (int i = 0; i < 3; i++)
        mq_receive(queue, text, sizeof text, NULL);
    mq_send(queue, "d", 1, 0);
    printf("empty before: %d\n", count);
    mq_receive(queue, text, sizeof text, NULL);
    event.sigev_notify = SIGEV_NONE;
    show("SIGEV_NONE", mq_notify(queue, &event));
    mq_send(queue, "e", 1, 0);
    printf("silent: %d\n", count);
    show("taken by the message", mq_notify(queue, &event));
    show("remove", mq_notify(queue, NULL));
    show("remove nothing", mq_notify(queue, NULL));
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = 65;
    show("bad signal", mq_notify(queue, &event));
    event.sigev_notify = 77;
    show("bad kind", mq_notify(queue, &event));
    show("bad descriptor", mq_notify(99, &event));
    show("no queue", mq_notify(0, &event));
    mq_unlink("/notice");
    return 0;
}
