package dev.murre.kernel.futex;

import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A priority-inheritance lock that somebody waits for: its owner, and the waiters by priority.
final class PiLock {
    final Futexes.Key key;
    @Nullable Task owner;
    final List<Waiter> waiters = new ArrayList<>();

    PiLock(Futexes.Key key, Task owner) {
        this.key = key;
        this.owner = owner;
    }

    /// One thread that waits for the lock.
    static final class Waiter {
        final Task task;
        final WaitQueue wakeUp;
        final PiLock lock;

        /// Where the lock's word is in the waiter's own memory.
        final long address;

        boolean owns;

        Waiter(Task task, WaitQueue wakeUp, PiLock lock, long address) {
            this.task = task;
            this.wakeUp = wakeUp;
            this.lock = lock;
            this.address = address;
        }

        int priority() {
            return task.sched().effectivePriority();
        }
    }

    /// Queues a waiter behind all of its priority.
    void add(Waiter waiter) {
        int at = waiters.size();
        while (at > 0 && waiters.get(at - 1).priority() < waiter.priority()) {
            at--;
        }
        waiters.add(at, waiter);
    }

    @Nullable Waiter first() {
        return waiters.isEmpty() ? null : waiters.getFirst();
    }
}
