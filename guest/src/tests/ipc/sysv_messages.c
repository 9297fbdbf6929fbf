// System V message queues: types, order, sizes, waiting.
#include "guest.h"
#include <sys/ipc.h>
#include <sys/msg.h>

struct message {
    long type;
    char text[32];
};

static int id;

static void put_message(const char *what, long type, const char *text)
{
    struct message message = {type, ""};
    strcpy(message.text, text);
    show(what, msgsnd(id, &message, strlen(text), IPC_NOWAIT));
}

static void take(const char *what, long type, size_t room, int flags)
{
    struct message message = {0, ""};
    ssize_t got = msgrcv(id, &message, room, type, flags | IPC_NOWAIT);
    if (got < 0)
        show(what, got);
    else
        printf("%s: %ld <%.*s>\n", what, message.type, (int)got, message.text);
}

int main(void)
{
    struct msqid_ds status;
    id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    show_bool("create", id >= 0);
    put_message("send", 3, "three");
    put_message("send", 1, "one");
    put_message("send", 2, "two");
    put_message("send", 1, "again");
    put_message("bad type", 0, "x");
    msgctl(id, IPC_STAT, &status);
    printf("messages %lu bytes %lu\n", (unsigned long)status.msg_qnum, (unsigned long)status.__msg_cbytes);
    take("first", 0, 32, 0);
    take("type 2", 2, 32, 0);
    take("too big", 1, 2, 0);
    take("cut", 1, 2, MSG_NOERROR);
    put_message("send", 9, "nine");
    put_message("send", 4, "four");
    take("lowest up to 8", -8, 32, 0);
    take("lowest up to 8", -8, 32, 0);
    take("nothing that low", -8, 32, 0);
    take("except 9", 9, 32, MSG_EXCEPT);
    take("any", 0, 32, 0);
    take("empty", 0, 32, 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct message message;
        show("waited", msgrcv(id, &message, 32, 5, 0));
        show("removed", msgrcv(id, &message, 32, 6, 0));
        _exit(0);
    }
    await_state(pid, 'S');
    struct message message = {5, "wake"};
    msgsnd(id, &message, 4, 0);
    sleep_millis(30);
    long removed = msgctl(id, IPC_RMID, NULL);
    show_end("child", pid);
    show("remove", removed);
    show("gone", msgctl(id, IPC_STAT, &status));
    return 0;
}
