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
    @Nullable FutexWaiter previous;
    @Nullable FutexWaiter next;
    @Nullable FutexQueue queue;

    FutexWaiter(Task task, Futexes.Key key, int bits) {
        this.task = task;
        this.key = key;
        this.bits = bits;
    }

    void wake() {
        woken = true;
        wakeUp.wakeAll();
    }
}
