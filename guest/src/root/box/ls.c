// ls: names, and with -l what stat says of them.
#include "box.h"

struct entry_head {
    uint64_t inode, offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static bool options[128];

static void put_mode(unsigned mode)
{
    static const char types[] = "?pc?d?b?-?l?s???";
    char text[11] = "?rwxrwxrwx";
    text[0] = types[mode >> 12 & 15];
    for (int i = 0; i < 9; i++)
        if ((mode >> (8 - i) & 1) == 0)
            text[i + 1] = '-';
    if (mode & 04000)
        text[3] = mode & 0100 ? 's' : 'S';
    if (mode & 02000)
        text[6] = mode & 010 ? 's' : 'S';
    if (mode & 01000)
        text[9] = mode & 01 ? 't' : 'T';
    put("%s", text);
}

static int show(const char *path, const char *name)
{
    struct statx status;
    char target[4096];
    if (!options['l']) {
        put("%s\n", name);
        return 0;
    }
    long error = stat_path(path, &status, false);
    if (error < 0)
        return complain(path, error);
    put_mode(status.stx_mode);
    put(" %3u %4u %4u ", status.stx_nlink, status.stx_uid, status.stx_gid);
    unsigned type = status.stx_mode & S_IFMT;
    if (type == S_IFCHR || type == S_IFBLK)
        put("%4u,%4u", status.stx_rdev_major, status.stx_rdev_minor);
    else
        put("%9lu", (unsigned long)status.stx_size);
    put(" %s", name);
    if (type == S_IFLNK) {
        long length = SYS4(__NR_readlinkat, AT_CWD, path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        put(" -> %s", target);
    }
    put_char('\n');
    return 0;
}

static int list_directory(const char *path)
{
    char buffer[4096], **names = NULL;
    size_t count = 0, room = 0;
    long fd = open_file(path, O_RDONLY | O_DIRECTORY, 0), got;
    if (fd < 0)
        return complain(path, fd);
    while ((got = SYS3(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < got;) {
            struct entry_head *entry = (struct entry_head *)(buffer + at);
            at += entry->length;
            if (entry->name[0] == '.' && !options['a'])
                continue;
            if (count == room) {
                room = room == 0 ? 64 : room * 2;
                char **larger = allocate(room * sizeof *larger);
                memcpy(larger, names, count * sizeof *larger);
                names = larger;
            }
            names[count++] = copy_text(entry->name, strlen(entry->name));
        }
    }
    close_file(fd);
    sort_text(names, count);
    int status = got < 0 ? complain(path, got) : 0;
    for (size_t i = 0; i < count; i++)
        status |= show(format_new("%s/%s", path, names[i]), names[i]);
    return status;
}

int ls_main(int argc, char **argv)
{
    int first = take_options(argc, argv, "al1d", options), status = 0;
    if (first < 0)
        return 2;
    if (first == argc)
        return options['d'] ? show(".", ".") : list_directory(".");
    for (int i = first; i < argc; i++) {
        struct statx info;
        long error = stat_path(argv[i], &info, !options['l']);
        if (error < 0) {
            status = complain(argv[i], error);
        } else if ((info.stx_mode & S_IFMT) == S_IFDIR && !options['d']) {
            if (argc - first > 1)
                put("%s%s:\n", i > first ? "\n" : "", argv[i]);
            status |= list_directory(argv[i]);
        } else {
            status |= show(argv[i], argv[i]);
        }
    }
    return status;
}
