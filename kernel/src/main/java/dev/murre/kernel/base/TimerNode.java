package dev.murre.kernel.base;

/// Something that happens at a time on the monotonic clock. Owned by whoever waits for it and used
/// again; it is in the queue of a [Timers] or in none.
public abstract class TimerNode {
    static final int IDLE = -1;

    /// Where it stands in the heap, or [#IDLE].
    int index = IDLE;

    long deadlineNanos;
    long sequence;

    /// The deadline is a time of CLOCK_REALTIME, which another moment becomes when that is set.
    private boolean followsRealtime;

    /// The time has come; the node is no longer queued and may be added again.
    ///
    /// @param nowNanos the monotonic time, not before the deadline
    protected abstract void fire(long nowNanos);

    /// Says whether what it waits for is a time of CLOCK_REALTIME and not a span of time.
    public final void followRealtime(boolean follows) {
        followsRealtime = follows;
    }

    final boolean followsRealtime() {
        return followsRealtime;
    }

    /// CLOCK_REALTIME was set ahead by so much, and the deadline has moved with it.
    protected void realtimeSet(long aheadNanos) {}

    /// Whether it is waiting.
    public final boolean pending() {
        return index != IDLE;
    }

    /// When it fires or fired last, in monotonic nanoseconds.
    public final long deadlineNanos() {
        return deadlineNanos;
    }
}
