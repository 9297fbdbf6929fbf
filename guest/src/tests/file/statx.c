// statx(2): the mask, the fields, and its flags.
#include "guest.h"

int main(void)
{
    struct statx info;
    struct stat status;
    write_file("a", "12345", 0640);
    link("a", "b");
    symlink("a", "s");
    show("statx", statx(AT_FDCWD, "a", 0, STATX_BASIC_STATS, &info));
    stat("a", &status);
    show_bool("mask", (info.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
    printf("mode %o size %llu links %u\n", info.stx_mode, info.stx_size, info.stx_nlink);
    show_bool("inode", info.stx_ino == status.st_ino);
    show_bool("mtime", info.stx_mtime.tv_sec == status.st_mtim.tv_sec
                  && info.stx_mtime.tv_nsec == (unsigned)status.st_mtim.tv_nsec);
    show_bool("block size", info.stx_blksize == (unsigned)status.st_blksize);
    show("link", statx(AT_FDCWD, "s", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &info));
    show_bool("is a link", S_ISLNK(info.stx_mode));
    show("by descriptor", statx(open("a", O_RDONLY), "", AT_EMPTY_PATH, STATX_SIZE, &info));
    show("size", (long)info.stx_size);
    show("bad flags", statx(AT_FDCWD, "a", 0x10, STATX_SIZE, &info));
    show("reserved mask", statx(AT_FDCWD, "a", 0, 0x80000000, &info));
    show("both sync flags", statx(AT_FDCWD, "a", 0x6000, STATX_SIZE, &info));
    show("missing", statx(AT_FDCWD, "missing", 0, STATX_SIZE, &info));
    show("bad pointer", syscall(SYS_statx, AT_FDCWD, "a", 0, STATX_SIZE, 8));
    return 0;
}
