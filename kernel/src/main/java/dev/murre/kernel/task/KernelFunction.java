package dev.murre.kernel.task;

/// What a kernel thread runs. Like a system call it never blocks the Java thread: it returns
/// BLOCKED after putting the task to sleep and is entered again after the wake-up.
@FunctionalInterface
public interface KernelFunction {
    /// Runs until it sleeps or ends.
    ///
    /// @return [SyscallResult#BLOCKED], or anything else when the function has ended: the task then
    ///     goes on to user mode if it has become a program
    long run(Task t);
}
