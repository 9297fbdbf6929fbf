package dev.murre.abi;

/// Commands of fcntl(2) and its lock types.
public final class FcntlCommands {
    public static final int F_DUPFD = 0;
    public static final int F_GETFD = 1;
    public static final int F_SETFD = 2;
    public static final int F_GETFL = 3;
    public static final int F_SETFL = 4;
    public static final int F_GETLK = 5;
    public static final int F_SETLK = 6;
    public static final int F_SETLKW = 7;
    public static final int F_SETOWN = 8;
    public static final int F_GETOWN = 9;
    public static final int F_SETSIG = 10;
    public static final int F_GETSIG = 11;
    public static final int F_SETOWN_EX = 15;
    public static final int F_GETOWN_EX = 0x10;
    public static final int F_OFD_GETLK = 0x24;
    public static final int F_OFD_SETLK = 0x25;
    public static final int F_OFD_SETLKW = 0x26;
    public static final int F_SETLEASE = 0x400;
    public static final int F_GETLEASE = 0x401;
    public static final int F_NOTIFY = 0x402;
    public static final int F_DUPFD_CLOEXEC = 0x406;
    public static final int F_SETPIPE_SZ = 0x407;
    public static final int F_GETPIPE_SZ = 0x408;
    public static final int F_ADD_SEALS = 0x409;
    public static final int F_GET_SEALS = 0x40a;
    public static final int F_RDLCK = 0;
    public static final int F_WRLCK = 1;
    public static final int F_UNLCK = 2;
    public static final int F_SEAL_SEAL = 1;
    public static final int F_SEAL_SHRINK = 2;
    public static final int F_SEAL_GROW = 4;
    public static final int F_SEAL_WRITE = 8;
    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;

    private FcntlCommands() {}
}
