package dev.murre.kernel.base;

/// The machine's clocks, clock_gettime(2). The monotonic clock starts near zero at boot.
public final class Clocks {
    private final HostClock host;
    private final long bootMonotonicNanos;
    private long realtimeOffsetNanos;
    private int taiSeconds;

    public Clocks(HostClock host) {
        this.host = host;
        this.bootMonotonicNanos = host.monotonicNanos();
        this.realtimeOffsetNanos = host.realtimeNanos() - monotonicNanos();
    }

    /// CLOCK_MONOTONIC and, since the machine never sleeps, CLOCK_BOOTTIME.
    public long monotonicNanos() {
        return host.monotonicNanos() - bootMonotonicNanos;
    }

    /// CLOCK_REALTIME, nanoseconds since 1970.
    public long realtimeNanos() {
        return monotonicNanos() + realtimeOffsetNanos;
    }

    /// CLOCK_REALTIME in whole seconds.
    public long realtimeSeconds() {
        return Math.floorDiv(realtimeNanos(), 1_000_000_000L);
    }

    /// What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC: the time of boot.
    public long realtimeOffsetNanos() {
        return realtimeOffsetNanos;
    }

    /// What CLOCK_TAI is ahead of CLOCK_REALTIME.
    public int taiSeconds() {
        return taiSeconds;
    }

    public void setTaiSeconds(int seconds) {
        taiSeconds = seconds;
    }

    /// Sets CLOCK_REALTIME, clock_settime(2).
    public void setRealtimeNanos(long nanos) {
        realtimeOffsetNanos = nanos - monotonicNanos();
    }
}
