package dev.murre.kernel.base;

/// A process's identity, which has another number in each pid namespace.
public interface ProcessId {
    /// Its number as somebody sees it; 0 if it is not visible there.
    int seenBy(Subject who);
}
