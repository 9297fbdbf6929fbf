// mq_notify(3): who sent the message, as the process that asked sees it: from other pid and user namespaces.
#include "guest.h"
#include <mqueue.h>

static mqd_t queue;
static char name[40];

static void ask(void)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
    event.sigev_value.sival_int = 42;
    show("ask", mq_notify(queue, &event));
}

static void wait_for(const char *what, pid_t sender)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    siginfo_t info;
    struct timespec limit = {5, 0};
    if (sigtimedwait(&set, &info, &limit) != SIGUSR1) {
        printf("%s: no signal\n", what);
        return;
    }
    printf("%s: code %d value %d uid %d pid %s\n", what, info.si_code, info.si_value.sival_int, (int)info.si_uid,
           info.si_pid == 0 ? "0" : info.si_pid == sender ? "the sender's" : "another");
    char text[8];
    mq_receive(queue, text, sizeof text, NULL);
}

static pid_t child_in(int flags)
{
    return syscall(SYS_clone, (unsigned long)(flags | SIGCHLD), 0L, 0L, 0L, 0L);
}

static void send_from(const char *what, int flags, uid_t uid)
{
    ask();
    pid_t pid = child_in(flags);
    if (pid == 0) {
        if (uid != 0)
            setuid(uid);
        _exit(mq_send(queue, "x", 1, 0) == 0 ? 0 : errno);
    }
    wait_for(what, pid);
    show_end(what, pid);
}

int main(void)
{
    mask_signal(SIG_BLOCK, SIGUSR1);
    snprintf(name, sizeof name, "/sender.%d", getpid());
    struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = 8};
    queue = mq_open(name, O_CREAT | O_RDWR, 0666, &attributes);
    mq_unlink(name);
    send_from("a child", 0, 0);
    send_from("another user", 0, 1000);
    send_from("a new pid namespace", CLONE_NEWPID, 0);
    send_from("a new user namespace", CLONE_NEWUSER, 0);
    int ends[2];
    pipe(ends);
    pid_t pid = child_in(CLONE_NEWPID);
    if (pid == 0) {
        ask();
        write(ends[1], "r", 1);
        wait_for("from outside", getppid());
        _exit(0);
    }
    char ready;
    read(ends[0], &ready, 1);
    mq_send(queue, "y", 1, 0);
    show_end("child", pid);
    pid = child_in(CLONE_NEWUSER);
    if (pid == 0) {
        ask();
        write(ends[1], "r", 1);
        wait_for("a user who is not known here", getppid());
        _exit(0);
    }
    read(ends[0], &ready, 1);
    mq_send(queue, "z", 1, 0);
    show_end("child", pid);
    return 0;
}
