package dev.murre.kernel.base;

import java.util.Arrays;

/// The machine's timer queue: a binary heap by deadline, first added first among equals.
public final class Timers {
    /// A deadline that never comes.
    public static final long NEVER = Long.MAX_VALUE;

    private final Clocks clocks;
    private TimerNode[] heap = new TimerNode[64];
    private int size;
    private long sequence;

    public Timers(Clocks clocks) {
        this.clocks = clocks;
    }

    /// The monotonic time in nanoseconds.
    public long now() {
        return clocks.monotonicNanos();
    }

    /// Queues a node, or moves it if it is queued already.
    public void add(TimerNode node, long deadlineNanos) {
        cancel(node);
        if (deadlineNanos == NEVER) {
            return;
        }
        node.deadlineNanos = deadlineNanos;
        node.sequence = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        up(size++, node);
    }

    /// Takes a node off; does nothing when it is not queued.
    public void cancel(TimerNode node) {
        int hole = node.index;
        if (hole == TimerNode.IDLE) {
            return;
        }
        node.index = TimerNode.IDLE;
        TimerNode last = heap[--size];
        heap[size] = null;
        if (last != node) {
            up(hole, last);
            if (last.index == hole) {
                down(hole, last);
            }
        }
    }

    /// CLOCK_REALTIME was set ahead by so much, or back: its times come sooner or later. Linux:
    /// clock_was_set.
    public void realtimeSet(long aheadNanos) {
        for (TimerNode node : Arrays.copyOf(heap, size)) {
            if (node.followsRealtime()) {
                move(node, aheadNanos);
                node.realtimeSet(aheadNanos);
            }
        }
    }

    /// CLOCK_REALTIME runs faster or slower than this clock, and has gained so much or lost it.
    public void realtimeSlewed(long aheadNanos) {
        for (TimerNode node : Arrays.copyOf(heap, size)) {
            if (node.followsRealtime()) {
                move(node, aheadNanos);
            }
        }
    }

    private void move(TimerNode node, long aheadNanos) {
        long latest = NEVER - 1 + Math.min(aheadNanos, 0);
        add(node, Math.max(Math.min(node.deadlineNanos, latest) - aheadNanos, 0));
    }

    /// When the next node fires, or [#NEVER].
    public long nextDeadline() {
        return size == 0 ? NEVER : heap[0].deadlineNanos;
    }

    /// Fires every node whose time has come.
    public void runExpired() {
        if (size == 0) {
            return;
        }
        long now = now();
        while (size > 0 && heap[0].deadlineNanos <= now) {
            TimerNode node = heap[0];
            cancel(node);
            node.fire(now);
        }
    }

    private static boolean before(TimerNode a, TimerNode b) {
        return a.deadlineNanos != b.deadlineNanos
                ? a.deadlineNanos < b.deadlineNanos
                : a.sequence < b.sequence;
    }

    private void up(int start, TimerNode node) {
        int hole = start;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(node, heap[parent])) {
                break;
            }
            place(hole, heap[parent]);
            hole = parent;
        }
        place(hole, node);
    }

    private void down(int start, TimerNode node) {
        int hole = start;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], node)) {
                break;
            }
            place(hole, heap[child]);
            hole = child;
        }
        place(hole, node);
    }

    private void place(int index, TimerNode node) {
        heap[index] = node;
        node.index = index;
    }
}
