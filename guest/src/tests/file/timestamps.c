// utimensat(2) sets times; reading, writing and linking change the right ones.
#include "guest.h"

static void show_times(const char *what, const char *path)
{
    struct stat status;
    lstat(path, &status);
    printf("%s: %ld.%09ld %ld.%09ld\n", what, (long)status.st_atim.tv_sec, status.st_atim.tv_nsec,
           (long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

int main(void)
{
    struct timespec times[2] = {{1000000000, 123456789}, {1100000000, 987654321}};
    struct stat before, after;
    write_file("a", "x", 0644);
    show("set", utimensat(AT_FDCWD, "a", times, 0));
    show_times("a", "a");
    times[0].tv_nsec = UTIME_OMIT;
    times[1].tv_sec = 5;
    times[1].tv_nsec = 7;
    show("omit", utimensat(AT_FDCWD, "a", times, 0));
    show_times("a", "a");
    times[1].tv_nsec = 1000000000;
    show("bad nanoseconds", utimensat(AT_FDCWD, "a", times, 0));
    times[1].tv_nsec = 1;
    symlink("a", "s");
    times[0] = times[1];
    show("link itself", utimensat(AT_FDCWD, "s", times, AT_SYMLINK_NOFOLLOW));
    show_times("s", "s");
    show_times("a", "a");
    stat("a", &before);
    sleep_millis(20);
    int fd = open("a", O_WRONLY);
    write(fd, "y", 1);
    stat("a", &after);
    show_bool("write changes mtime", after.st_mtim.tv_sec > before.st_mtim.tv_sec);
    show_bool("write changes ctime", after.st_ctim.tv_nsec != before.st_ctim.tv_nsec
                  || after.st_ctim.tv_sec != before.st_ctim.tv_sec);
    show_bool("write keeps atime", after.st_atim.tv_sec == before.st_atim.tv_sec);
    sleep_millis(20);
    before = after;
    chmod("a", 0600);
    stat("a", &after);
    show_bool("chmod changes ctime", after.st_ctim.tv_nsec != before.st_ctim.tv_nsec);
    show_bool("chmod keeps mtime", after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
    int reader = open("a", O_RDONLY);
    mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, reader, 0);
    stat("a", &after);
    show_bool("mmap changes atime", after.st_atim.tv_sec > before.st_atim.tv_sec);
    show("now", utimensat(AT_FDCWD, "a", NULL, 0));
    stat("a", &after);
    show_bool("recent", time(NULL) - after.st_mtim.tv_sec < 5);
    show("missing", utimensat(AT_FDCWD, "missing", NULL, 0));
    show("by descriptor", futimens(fd, times));
    show_times("a", "a");
    return 0;
}
