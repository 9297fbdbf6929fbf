package dev.murre.kernel.task;

/// Why a sleeping task runs again.
public enum WakeReason {
    EVENT,
    TIMEOUT,
    SIGNAL
}
