package dev.murre.kernel.base;

import org.jspecify.annotations.Nullable;

/// The machine as subsystems below the task see it.
public interface KernelServices {
    Clocks clocks();

    Timers timers();

    Entropy entropy();

    KernelLog log();

    /// Runs something in the kernel, under its lock, soon. The only method that may be called from
    /// any thread: host threads bring their results in through it, and an idle machine wakes up.
    void post(Runnable work);

    /// A promise that a host thread will post something: while there are promises the machine does
    /// not take itself for dead when nothing can run. Called with the lock held.
    void expectPost();

    /// Takes back one promise of [#expectPost()].
    void postDone();

    /// The process group with this id as seen by a subject, or null.
    @Nullable ProcessGroup processGroup(int id, Subject as);

    /// Sends a signal to the owner of a file, fcntl(2) F_SETOWN; a machine without tasks has none.
    ///
    /// @param ownerType F_OWNER_TID 0, F_OWNER_PID 1, F_OWNER_PGRP 2
    default void signalOwner(int ownerType, int id, SigInfo info) {}
}
