package dev.murre.abi;

import org.jspecify.annotations.Nullable;

/// Resource limits, getrlimit(2), in the order of their numbers.
public enum Rlimit {
    CPU,
    FSIZE,
    DATA,
    STACK,
    CORE,
    RSS,
    NPROC,
    NOFILE,
    MEMLOCK,
    AS,
    LOCKS,
    SIGPENDING,
    MSGQUEUE,
    NICE,
    RTPRIO,
    RTTIME;

    /// "No limit".
    public static final long INFINITY = -1;

    private static final Rlimit[] ALL = values();

    /// The limit with this number, or null if there is none.
    public static @Nullable Rlimit of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }
}
