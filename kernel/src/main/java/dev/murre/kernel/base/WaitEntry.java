package dev.murre.kernel.base;

import org.jspecify.annotations.Nullable;

/// One waiter on one [WaitQueue]; subclasses say what a wake-up does. An entry is on one queue at
/// most and is used again.
public abstract class WaitEntry {
    @Nullable WaitQueue queue;
    @Nullable WaitEntry previous;
    @Nullable WaitEntry next;
    boolean exclusive;
    int keyMask;

    /// The queue is awake.
    ///
    /// @param key what happened, bits of [dev.murre.abi.PollEvents], or 0 for anything
    /// @return whether this waiter took the wake-up, so that it counts as an exclusive one
    protected abstract boolean onWake(int key);

    /// The queue this entry waits on.
    public final @Nullable WaitQueue queue() {
        return queue;
    }

    /// Leaves the queue; does nothing when on none.
    public final void leave() {
        WaitQueue on = queue;
        if (on != null) {
            on.remove(this);
        }
    }
}
