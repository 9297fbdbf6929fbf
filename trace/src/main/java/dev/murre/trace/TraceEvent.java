package dev.murre.trace;

import dev.murre.abi.Abi;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import org.jspecify.annotations.Nullable;

/// Something that happened in the machine, told once from the one place where it happens.
///
/// `tid` and `pid` are numbers in the machine's first pid namespace; `nanos` is monotonic time.
public sealed interface TraceEvent {
    long nanos();

    int tid();

    /// A system call begins; `arguments` has six. `text` puts it into words as strace(1) does, if
    /// that was asked for.
    record SyscallEnter(
            long nanos,
            int tid,
            Abi abi,
            long number,
            @Nullable Sysno call,
            long[] arguments,
            @Nullable String text)
            implements TraceEvent {}

    /// A system call is done; `result` as the program sees it, or an internal restart number.
    record SyscallExit(
            long nanos,
            int tid,
            Abi abi,
            long number,
            @Nullable Sysno call,
            long result,
            @Nullable String text)
            implements TraceEvent {}

    /// A task was made; `flags` are those of clone(2).
    record Fork(long nanos, int tid, int childTid, int childTgid, long flags)
            implements TraceEvent {}

    /// A task became another program.
    record Exec(long nanos, int tid, int oldTid, String file, String comm) implements TraceEvent {}

    /// A task ended; `status` as wait(2) reports it.
    record Exit(long nanos, int tid, int tgid, int status) implements TraceEvent {}

    /// A processor changes from one task to another; `state` is the letter of the one that leaves.
    record Switch(long nanos, int tid, int cpu, int nextTid, char state) implements TraceEvent {}

    /// A sleeping task may run again.
    record Wake(long nanos, int tid, int wokenTid, int cpu) implements TraceEvent {}

    /// A signal was queued for a process or thread.
    record SignalSent(long nanos, int tid, Signal signal, int code, int targetTid)
            implements TraceEvent {}

    /// A signal was taken: by a handler at `handler`, or 0 for the default action.
    record SignalDelivered(long nanos, int tid, Signal signal, int code, long handler)
            implements TraceEvent {}

    /// A program touched memory that was not ready for it, or not allowed.
    record Fault(long nanos, int tid, long address, Access access, Resolution resolution)
            implements TraceEvent {}

    /// How memory was touched.
    enum Access {
        READ,
        WRITE,
        EXECUTE
    }

    /// What came of a fault.
    enum Resolution {
        /// The page is there now.
        RESOLVED,
        /// A page shared since fork was copied.
        COPIED,
        /// The program gets a signal.
        SIGNAL
    }
}
