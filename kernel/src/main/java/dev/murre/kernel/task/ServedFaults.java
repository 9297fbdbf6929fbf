package dev.murre.kernel.task;

import dev.murre.kernel.mm.DeferredWrite;
import dev.murre.kernel.mm.FaultResult;
import dev.murre.kernel.mm.FaultServer;
import dev.murre.kernel.mm.FaultWait;
import dev.murre.kernel.mm.Mm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A task's waits for pages that somebody in user mode brings in, userfaultfd(2).
final class ServedFaults {
    private FaultServer.@Nullable Question question;

    /// What the kernel has yet to write before the task goes on.
    private final Deque<DeferredWrite> writes = new ArrayDeque<>(1);

    /// Whether the task waits for a page, and not in a system call.
    boolean asking() {
        return question != null;
    }

    /// The wait is over, or the task is.
    void answered() {
        FaultServer.Question old = question;
        question = null;
        if (old != null) {
            old.drop();
        }
    }

    /// The processor stopped at such a page: the task waits, unless a signal is there.
    void await(Task t) {
        FaultServer.Question asked = ask(t);
        if (t.waitOn(asked.answered()) != SyscallResult.BLOCKED) {
            answered();
        }
    }

    private FaultServer.Question ask(Task t) {
        answered();
        var fault = t.mm().served().lastFault();
        FaultServer.Question asked = fault.server().ask(fault, t.id());
        question = asked;
        return asked;
    }

    private long awaitKillable(Task t) {
        long result = t.waitKillable(ask(t).answered());
        if (result != SyscallResult.BLOCKED) {
            answered();
        }
        return result;
    }

    /// Runs what reads and writes the task's memory; BLOCKED when it is to be run again.
    long run(Task t, LongSupplier work) {
        answered();
        Mm mm = t.mm();
        mm.served().beginWaiting();
        boolean again = false;
        long result = 0;
        try {
            result = work.getAsLong();
        } catch (FaultWait e) {
            again = true;
        } finally {
            writes.addAll(mm.served().endWaiting());
        }
        if (t.mm != mm || t.exiting) {
            writes.clear();
        } else if (!writes.isEmpty()) {
            t.exitWork = true;
        }
        return again ? awaitKillable(t) : result;
    }

    /// Writes what was put off. Returns whether all is written; if not, the task waits.
    boolean settle(Task t) {
        while (!writes.isEmpty()) {
            if (t.mm().served().write(writes.getFirst()) == FaultResult.WAITS) {
                t.exitWork = true;
                if (awaitKillable(t) == SyscallResult.BLOCKED) {
                    return false;
                }
                writes.clear();
            } else {
                writes.removeFirst();
            }
        }
        return true;
    }
}
