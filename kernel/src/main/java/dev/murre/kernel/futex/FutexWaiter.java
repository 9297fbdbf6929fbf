package dev.murre.kernel.futex;

import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// One thread that waits on a futex.
final class FutexWaiter {
    final Task task;
    final int bits;
    final WaitQueue wakeUp = new WaitQueue("futex_wait_queue_me");
    Futexes.Key key;
    boolean woken;

    /// The lock it wants after the wake-up, FUTEX_WAIT_REQUEUE_PI; null for plain waiting.
    Futexes.@Nullable Key requeueKey;

    /// Its place among the waiters for that lock.
    PiLock.@Nullable Waiter moved;

    @Nullable FutexWaiter previous;
    @Nullable FutexWaiter next;
    @Nullable FutexQueue queue;

    FutexWaiter(Task task, Futexes.Key key, int bits) {
        this.task = task;
        this.key = key;
        this.bits = bits;
    }

    Futexes.Key requeueKey() {
        if (requeueKey == null) {
            throw new IllegalStateException("waits for no lock");
        }
        return requeueKey;
    }

    void wake() {
        woken = true;
        wakeUp.wakeAll();
    }
}
