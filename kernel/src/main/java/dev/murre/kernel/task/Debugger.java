package dev.murre.kernel.task;

import dev.murre.kernel.base.SigInfo;
import org.jspecify.annotations.Nullable;

/// A debugger outside the machine. It may keep the kernel waiting in each of these, with the lock
/// held: then the whole machine stands still.
public interface Debugger {
    /// A task is on its way to user mode: whether it may go there. If not it stops, and
    /// [Task#resumeStopped] makes it ask again.
    boolean mayRun(Task t);

    /// A program ran into a breakpoint or a single step is done: whether it was the debugger's.
    ///
    /// @param trap a number of [dev.murre.machine.ir.Trap]
    boolean trapped(Task t, int trap);

    /// A signal is about to be delivered: what is delivered in its place, null for nothing.
    @Nullable SigInfo signal(Task t, SigInfo info);
}
