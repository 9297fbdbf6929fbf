// syslog(2) and /dev/kmsg: a message that is written there comes back through both, and what is refused.
#include "guest.h"
#include <grp.h>
#include <sys/klog.h>

static char text[1 << 20];

static void find_message(const char *what, const char *marker)
{
    int got = klogctl(3, text, sizeof text - 1);
    if (got < 0) {
        show(what, got);
        return;
    }
    text[got] = 0;
    char *at = strstr(text, marker);
    char *line = at;
    while (line != NULL && line > text && line[-1] != '\n')
        line--;
    int priority = -1, before = -1;
    char close = 0;
    if (line != NULL)
        sscanf(line, "<%d>[%*d.%*d%c %n", &priority, &close, &before);
    printf("%s: priority %d, then '%c' and the text: %d\n", what, priority, close, line != NULL && at == line + before);
}

static void device(void)
{
    char marker[64], record[2048];
    snprintf(marker, sizeof marker, "murre test %d.%ld", getpid(), (long)time(NULL));
    int fd = open("/dev/kmsg", O_RDWR | O_NONBLOCK);
    show_bool("open", fd >= 0);
    show("to the end", lseek(fd, 0, SEEK_END));
    show("to a place", lseek(fd, 5, SEEK_SET));
    show("from here", lseek(fd, 0, SEEK_CUR));
    char line[100];
    int length = snprintf(line, sizeof line, "<6>%s first\n", marker);
    show_bool("write", write(fd, line, length) == length);
    snprintf(line, sizeof line, "%s first", marker);
    find_message("level given", line);
    length = snprintf(line, sizeof line, "%s second\n", marker);
    show_bool("write without a level", write(fd, line, length) == length);
    line[length - 1] = 0;
    find_message("no level", line);
    length = snprintf(line, sizeof line, "<28>%s third\n", marker);
    write(fd, line, length);
    snprintf(line, sizeof line, "%s third", marker);
    find_message("facility given", line);
    int found = 0;
    ssize_t got;
    while ((got = read(fd, record, sizeof record - 1)) > 0) {
        record[got] = 0;
        char *body = strchr(record, ';');
        if (body != NULL && strncmp(body + 1, marker, strlen(marker)) == 0) {
            int priority = 0;
            char flag = 0;
            sscanf(record, "%d,%*d,%*d,%c;", &priority, &flag);
            printf("record: %d %c%s", priority, flag, body + 1 + strlen(marker));
            found++;
        }
    }
    show("at the end", got);
    printf("found %d\n", found);
    lseek(fd, 0, SEEK_SET);
    show("small buffer", read(fd, record, 3));
    close(fd);
}

int main(void)
{
    show("open", klogctl(1, NULL, 0));
    show("close", klogctl(0, NULL, 0));
    show_bool("size", klogctl(10, NULL, 0) > 0);
    show_bool("unread", klogctl(9, NULL, 0) >= 0);
    show("no buffer", klogctl(3, NULL, 10));
    show("negative", klogctl(3, text, -1));
    show("nothing wanted", klogctl(3, text, 0));
    show("bad buffer", klogctl(3, (char *)8, 1000));
    show("level 0", klogctl(8, NULL, 0));
    show("level 9", klogctl(8, NULL, 9));
    show("unknown", klogctl(11, NULL, 0));
    show("negative action", klogctl(-1, NULL, 0));
    device();
    pid_t pid = fork();
    if (pid == 0) {
        setgroups(0, NULL);
        setuid(1000);
        show("others: read", klogctl(2, text, 10));
        show("others: clear", klogctl(5, NULL, 0));
        show("others: level", klogctl(8, NULL, 1));
        _exit(0);
    }
    show_end("child", pid);
    return 0;
}
