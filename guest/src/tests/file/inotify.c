// inotify(7): what a directory's watcher hears.
#include "guest.h"
#include <sys/inotify.h>

static int fd;

static void show_events(const char *what)
{
    static const struct { unsigned bit; const char *name; } bits[] = {
        {IN_ACCESS, "ACCESS"}, {IN_MODIFY, "MODIFY"}, {IN_ATTRIB, "ATTRIB"},
        {IN_CLOSE_WRITE, "CLOSE_WRITE"}, {IN_CLOSE_NOWRITE, "CLOSE_NOWRITE"}, {IN_OPEN, "OPEN"},
        {IN_MOVED_FROM, "MOVED_FROM"}, {IN_MOVED_TO, "MOVED_TO"}, {IN_CREATE, "CREATE"},
        {IN_DELETE, "DELETE"}, {IN_DELETE_SELF, "DELETE_SELF"}, {IN_MOVE_SELF, "MOVE_SELF"},
        {IN_IGNORED, "IGNORED"}, {IN_ISDIR, "ISDIR"}};
    char buffer[8192] __attribute__((aligned(8)));
    ssize_t length = read(fd, buffer, sizeof buffer);
    printf("%s:%s\n", what, length < 0 ? " nothing" : "");
    uint32_t cookie = 0;
    for (char *at = buffer; at < buffer + length;) {
        struct inotify_event *event = (struct inotify_event *)at;
        printf("  %d", event->wd);
        for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
            if (event->mask & bits[i].bit)
                printf(" %s", bits[i].name);
        printf(" %s%s\n", event->len > 0 ? event->name : "-",
               event->cookie != 0 && event->cookie == cookie ? " (same cookie)" : "");
        cookie = event->cookie;
        at += sizeof *event + event->len;
    }
}

int main(void)
{
    mkdir("dir", 0755);
    fd = inotify_init1(IN_NONBLOCK);
    show("watch", inotify_add_watch(fd, "dir", IN_ALL_EVENTS));
    show_events("nothing yet");
    write_file("dir/a", "x", 0644);
    show_events("write_file");
    rename("dir/a", "dir/b");
    show_events("rename");
    mkdir("dir/sub", 0755);
    show_events("mkdir");
    chmod("dir/b", 0600);
    show_events("chmod");
    char text[8];
    read_file("dir/b", text, sizeof text);
    show_events("read");
    unlink("dir/b");
    rmdir("dir/sub");
    show_events("remove");
    show("second watch", inotify_add_watch(fd, ".", IN_DELETE | IN_ONLYDIR));
    rmdir("dir");
    show_events("rmdir");
    show("unwatch", inotify_rm_watch(fd, 2));
    show("unwatch again", inotify_rm_watch(fd, 2));
    show_events("unwatched");
    show("no mask", inotify_add_watch(fd, ".", 0));
    show("missing", inotify_add_watch(fd, "missing", IN_ACCESS));
    show("not inotify", inotify_add_watch(1, ".", IN_ACCESS));
    return 0;
}
