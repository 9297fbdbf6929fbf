package dev.murre.trace;

/// Where events go. Called with the kernel lock held: must not block and must not call back.
@FunctionalInterface
public interface TraceSink {
    void on(TraceEvent event);

    /// Whether system call events are to carry text, which takes some time to make.
    default boolean wantsSyscallText() {
        return false;
    }
}
