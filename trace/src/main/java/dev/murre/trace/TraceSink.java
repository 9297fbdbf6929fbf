package dev.murre.trace;

/// Where events go. Called with the kernel lock held: must not block and must not call back.
@FunctionalInterface
public interface TraceSink {
    void on(TraceEvent event);
}
