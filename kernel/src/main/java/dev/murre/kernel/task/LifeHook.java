package dev.murre.kernel.task;

/// Told of births and ends: what other subsystems keep per task, such as semaphore undo lists.
public interface LifeHook {
    /// A task is being made; may throw an errno to refuse.
    ///
    /// @param flags of clone(2)
    void fork(Task maker, Task child, long flags);

    /// A task stops sharing what `flags` name, unshare(2).
    void unshare(Task task, long flags);

    /// A task ends, or its birth failed.
    void exit(Task task);
}
