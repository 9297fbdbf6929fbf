package dev.murre.kernel.base;

/// The host's time, part of the door through which everything non-deterministic comes.
/// Called from any thread.
public interface HostClock {
    /// Nanoseconds since some fixed point, never going back.
    long monotonicNanos();

    /// Nanoseconds since 1970-01-01 UTC.
    long realtimeNanos();
}
