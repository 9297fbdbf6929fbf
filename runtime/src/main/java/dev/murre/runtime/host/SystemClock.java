package dev.murre.runtime.host;

import dev.murre.kernel.base.HostClock;
import java.time.Instant;

/// The host's own clocks.
public final class SystemClock implements HostClock {
    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public long realtimeNanos() {
        var now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
