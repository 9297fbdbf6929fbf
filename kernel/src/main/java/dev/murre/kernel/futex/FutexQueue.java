package dev.murre.kernel.futex;

import org.jspecify.annotations.Nullable;

/// The waiters of one futex, oldest first.
final class FutexQueue {
    private @Nullable FutexWaiter head;
    private @Nullable FutexWaiter tail;

    boolean isEmpty() {
        return head == null;
    }

    @Nullable FutexWaiter first() {
        return head;
    }

    void add(FutexWaiter waiter) {
        waiter.queue = this;
        waiter.previous = tail;
        waiter.next = null;
        if (tail != null) {
            tail.next = waiter;
        } else {
            head = waiter;
        }
        tail = waiter;
    }

    void remove(FutexWaiter waiter) {
        if (waiter.queue != this) {
            return;
        }
        if (waiter.previous != null) {
            waiter.previous.next = waiter.next;
        } else {
            head = waiter.next;
        }
        if (waiter.next != null) {
            waiter.next.previous = waiter.previous;
        } else {
            tail = waiter.previous;
        }
        waiter.queue = null;
    }

    int wake(int count, int bits) {
        int woken = 0;
        FutexWaiter waiter = head;
        while (waiter != null && woken < Math.max(count, 1)) {
            FutexWaiter after = waiter.next;
            if ((waiter.bits & bits) != 0) {
                remove(waiter);
                waiter.wake();
                woken++;
            }
            waiter = after;
        }
        return woken;
    }
}
