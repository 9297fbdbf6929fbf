package dev.murre.kernel.base;

import dev.murre.abi.Rlimit;

/// The limits of a thread group, getrlimit(2). Values are unsigned; [Rlimit#INFINITY] is all ones.
public final class Rlimits {
    private final long[] soft;
    private final long[] hard;

    private Rlimits(long[] soft, long[] hard) {
        this.soft = soft;
        this.hard = hard;
    }

    /// The limits init starts with, as Linux sets them.
    public static Rlimits forInit() {
        int count = Rlimit.values().length;
        Rlimits limits = new Rlimits(new long[count], new long[count]);
        for (Rlimit limit : Rlimit.values()) {
            limits.set(limit, Rlimit.INFINITY, Rlimit.INFINITY);
        }
        limits.set(Rlimit.STACK, 8L << 20, Rlimit.INFINITY);
        limits.set(Rlimit.CORE, 0, Rlimit.INFINITY);
        limits.set(Rlimit.NPROC, 127_000, 127_000);
        limits.set(Rlimit.NOFILE, 1024, 1 << 20);
        limits.set(Rlimit.MEMLOCK, 8L << 20, 8L << 20);
        limits.set(Rlimit.SIGPENDING, 127_000, 127_000);
        limits.set(Rlimit.MSGQUEUE, 819_200, 819_200);
        limits.set(Rlimit.NICE, 0, 0);
        limits.set(Rlimit.RTPRIO, 0, 0);
        return limits;
    }

    /// A copy, as a new thread group gets it.
    public Rlimits copy() {
        return new Rlimits(soft.clone(), hard.clone());
    }

    /// The limit in force.
    public long soft(Rlimit limit) {
        return soft[limit.ordinal()];
    }

    /// What the limit in force may be raised to.
    public long hard(Rlimit limit) {
        return hard[limit.ordinal()];
    }

    /// Sets both values.
    public void set(Rlimit limit, long softValue, long hardValue) {
        soft[limit.ordinal()] = softValue;
        hard[limit.ordinal()] = hardValue;
    }

    /// Whether a value is above the limit in force.
    public boolean exceeded(Rlimit limit, long value) {
        return Long.compareUnsigned(value, soft(limit)) > 0;
    }
}
