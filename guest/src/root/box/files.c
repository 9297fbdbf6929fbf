// Programs that change files and directories: mkdir, rmdir, rm, cp, mv, ln, chmod, touch.
#include "box.h"

struct entry_head {
    uint64_t inode, offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static bool is_directory(const char *path)
{
    struct statx status;
    return stat_path(path, &status, true) == 0 && (status.stx_mode & S_IFMT) == S_IFDIR;
}

// DIRECTORY/name-of-path when the target is a directory, else the target itself.
static const char *into(const char *target, const char *path)
{
    return is_directory(target) ? format_new("%s/%s", target, base_name(path)) : target;
}

int mkdir_main(int argc, char **argv)
{
    bool options[128];
    int first = take_options(argc, argv, "p", options), status = 0;
    if (first < 0)
        return 1;
    for (int i = first; i < argc; i++) {
        char *path = argv[i];
        for (char *slash = path + 1; options['p'] && *slash != 0; slash++) {
            if (*slash == '/') {
                *slash = 0;
                SYS3(__NR_mkdirat, AT_CWD, path, 0777);
                *slash = '/';
            }
        }
        long error = SYS3(__NR_mkdirat, AT_CWD, path, 0777);
        if (error < 0 && !(options['p'] && error == -EEXIST))
            status = complain(path, error);
    }
    return status;
}

int rmdir_main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++) {
        long error = SYS3(__NR_unlinkat, AT_CWD, argv[i], AT_REMOVEDIR);
        if (error < 0)
            status = complain(argv[i], error);
    }
    return status;
}

static int remove_tree(const char *path)
{
    int status = 0;
    char buffer[4096];
    long fd = open_file(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0), got;
    if (fd < 0)
        return complain(path, fd);
    while ((got = SYS3(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < got;) {
            struct entry_head *entry = (struct entry_head *)(buffer + at);
            at += entry->length;
            if (equal(entry->name, ".") || equal(entry->name, ".."))
                continue;
            char *inner = format_new("%s/%s", path, entry->name);
            if (SYS3(__NR_unlinkat, AT_CWD, inner, 0) < 0)
                status |= remove_tree(inner);
        }
    }
    close_file(fd);
    long error = SYS3(__NR_unlinkat, AT_CWD, path, AT_REMOVEDIR);
    return error < 0 ? complain(path, error) : status;
}

int rm_main(int argc, char **argv)
{
    bool options[128];
    int first = take_options(argc, argv, "rRf", options), status = 0;
    if (first < 0)
        return 1;
    for (int i = first; i < argc; i++) {
        long error = SYS3(__NR_unlinkat, AT_CWD, argv[i], 0);
        if (error == -EISDIR && (options['r'] || options['R']))
            status |= remove_tree(argv[i]);
        else if (error < 0 && !(options['f'] && error == -ENOENT))
            status = complain(argv[i], error);
    }
    return status;
}

static int copy_file(const char *from, const char *to)
{
    static char buffer[65536];
    struct statx status;
    long in = open_file(from, O_RDONLY, 0);
    if (in < 0)
        return complain(from, in);
    stat_path(from, &status, true);
    if ((status.stx_mode & S_IFMT) == S_IFDIR)
        return complain(from, -EISDIR);
    long out = open_file(to, O_WRONLY | O_CREAT | O_TRUNC, status.stx_mode & 0777), got;
    if (out < 0)
        return complain(to, out);
    while ((got = read_some(in, buffer, sizeof buffer)) > 0) {
        long wrote = write_all(out, buffer, (size_t)got);
        if (wrote < 0)
            return complain(to, wrote);
    }
    close_file(in);
    close_file(out);
    return got < 0 ? complain(from, got) : 0;
}

// cp, mv and ln share their shape: sources, then one target.
static int to_target(int argc, char **argv, int first, int (*action)(const char *, const char *))
{
    int status = 0;
    if (argc - first < 2 || (argc - first > 2 && !is_directory(argv[argc - 1]))) {
        put_error("usage: %s FROM... TO\n", program);
        return 1;
    }
    for (int i = first; i < argc - 1; i++)
        status |= action(argv[i], into(argv[argc - 1], argv[i]));
    return status;
}

int cp_main(int argc, char **argv) { return to_target(argc, argv, 1, copy_file); }

static int move_file(const char *from, const char *to)
{
    long error = SYS5(__NR_renameat2, AT_CWD, from, AT_CWD, to, 0);
    if (error == -EXDEV) {
        int status = copy_file(from, to);
        error = status != 0 ? 0 : SYS3(__NR_unlinkat, AT_CWD, from, 0);
        if (status != 0)
            return status;
    }
    return error < 0 ? complain(from, error) : 0;
}

int mv_main(int argc, char **argv) { return to_target(argc, argv, 1, move_file); }

static int link_soft(const char *from, const char *to)
{
    long error = SYS3(__NR_symlinkat, from, AT_CWD, to);
    return error < 0 ? complain(to, error) : 0;
}

static int link_hard(const char *from, const char *to)
{
    long error = SYS5(__NR_linkat, AT_CWD, from, AT_CWD, to, 0);
    return error < 0 ? complain(to, error) : 0;
}

int ln_main(int argc, char **argv)
{
    bool options[128];
    int first = take_options(argc, argv, "sf", options);
    if (first < 0)
        return 1;
    if (options['f'] && argc - first == 2)
        SYS3(__NR_unlinkat, AT_CWD, argv[argc - 1], 0);
    return to_target(argc, argv, first, options['s'] ? link_soft : link_hard);
}

int chmod_main(int argc, char **argv)
{
    int mode = 0, status = 0;
    const char *digit = argc > 2 ? argv[1] : "x";
    for (; *digit >= '0' && *digit <= '7'; digit++)
        mode = mode * 8 + (*digit - '0');
    if (*digit != 0) {
        put_error("usage: chmod OCTAL FILE...\n");
        return 1;
    }
    for (int i = 2; i < argc; i++) {
        long error = SYS3(__NR_fchmodat, AT_CWD, argv[i], mode);
        if (error < 0)
            status = complain(argv[i], error);
    }
    return status;
}

int touch_main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++) {
        long error = SYS4(__NR_utimensat, AT_CWD, argv[i], NULL, 0);
        if (error == -ENOENT) {
            long fd = open_file(argv[i], O_WRONLY | O_CREAT, 0666);
            error = fd < 0 ? fd : close_file(fd);
        }
        if (error < 0)
            status = complain(argv[i], error);
    }
    return status;
}
