package dev.murre.kernel.task;

/// What a system call does.
///
/// The result is a value of at least zero, `-errno`, or one of [SyscallResult]; an error may also
/// be
/// thrown as [dev.murre.abi.ErrnoException]. A handler never blocks the Java thread: it puts the
/// task to sleep by one of the task's wait methods, returns what that returns, and is entered again
/// with the same arguments after the wake-up. What it must remember is in [Task#restart()].
@FunctionalInterface
public interface SyscallHandler {
    /// Serves a call; arguments are registers as they came, 32-bit ones zero-extended.
    long call(Task t, long a0, long a1, long a2, long a3, long a4, long a5);
}
