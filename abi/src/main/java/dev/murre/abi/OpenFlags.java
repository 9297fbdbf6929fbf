package dev.murre.abi;

/// Flags of open(2) and fcntl(2) file status flags, x86 numbering.
public final class OpenFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DSYNC = 0x1000;
    public static final int O_ASYNC = 0x2000;
    public static final int O_DIRECT = 0x4000;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_NOATIME = 0x40000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_SYNC = 0x101000;
    public static final int O_PATH = 0x200000;
    public static final int O_TMPFILE = 0x410000;
    public static final int FD_CLOEXEC = 1;
    public static final int O_LARGEFILE = 0x8000;

    /// What open(2) knows; it forgets other bits.
    public static final int ALL =
            O_ACCMODE
                    | O_CREAT
                    | O_EXCL
                    | O_NOCTTY
                    | O_TRUNC
                    | O_APPEND
                    | O_NONBLOCK
                    | O_ASYNC
                    | O_DIRECT
                    | O_LARGEFILE
                    | O_NOFOLLOW
                    | O_NOATIME
                    | O_CLOEXEC
                    | O_SYNC
                    | O_PATH
                    | O_TMPFILE;

    private OpenFlags() {}
}
