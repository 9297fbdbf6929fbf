package dev.murre.kernel.task;

/// Results of a [SyscallHandler] that are no value for the program.
public final class SyscallResult {
    /// The task sleeps; enter the same handler again after the wake-up.
    public static final long BLOCKED = Long.MIN_VALUE;

    /// The registers were replaced or the task ended: leave them alone.
    public static final long NO_RETURN = Long.MIN_VALUE + 1;

    private SyscallResult() {}

    /// Whether a result is neither a value nor an error.
    public static boolean isSpecial(long result) {
        return result <= NO_RETURN;
    }
}
