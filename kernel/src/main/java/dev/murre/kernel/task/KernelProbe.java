package dev.murre.kernel.task;

import dev.murre.trace.KernelSymbol;
import org.jspecify.annotations.Nullable;

/// Sees the kernel's functions begin and end, with the lock held: it may look at everything, and
/// may keep the kernel waiting as a debugger does.
public interface KernelProbe {
    /// A function begins in the name of a task.
    ///
    /// @param text the argument that is text, or null
    void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text);

    /// A function ends. Functions it called that ended by an error have no end of their own.
    void leave(KernelSymbol function, Task t);
}
