package dev.murre.trace;

import java.util.EnumSet;
import java.util.Set;

/// Where events go. Called with the kernel lock held: must not block and must not call back.
@FunctionalInterface
public interface TraceSink {
    void on(TraceEvent event);

    /// Which events are wanted; asked when the sink is set.
    default Set<Category> wants() {
        return EnumSet.complementOf(EnumSet.of(Category.KERNEL));
    }

    /// Whether system call events are to carry text, which takes some time to make.
    default boolean wantsSyscallText() {
        return false;
    }
}
