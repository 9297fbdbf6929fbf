package dev.murre.kernel.base;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Those who wait for one thing. Entries stay on the queue until they leave it themselves; ordinary
/// ones stand before exclusive ones, as in `wait_queue_head`.
public final class WaitQueue {
    /// A count for [#wake(int,int)]: wake every exclusive waiter too.
    public static final int ALL = Integer.MAX_VALUE;

    /// What this queue is for, as `/proc/PID/wchan` shows it.
    public final String name;

    private @Nullable WaitEntry head;
    private @Nullable WaitEntry tail;

    /// Where each wake-up in progress goes on: a waiter may take any entry off while it runs.
    private @Nullable WaitEntry[] cursors = new @Nullable WaitEntry[2];

    private int waking;

    public WaitQueue(String name) {
        this.name = name;
    }

    public boolean isEmpty() {
        return head == null;
    }

    /// Adds an ordinary waiter, which every wake-up with a matching key reaches.
    ///
    /// @param keyMask the events of interest, or -1 for all
    public void add(WaitEntry entry, int keyMask) {
        enter(entry, keyMask, false);
        entry.next = head;
        if (head != null) {
            head.previous = entry;
        } else {
            tail = entry;
        }
        head = entry;
    }

    /// Adds a waiter at the end of which one wake-up reaches only as many as it asks for.
    public void addExclusive(WaitEntry entry, int keyMask) {
        enter(entry, keyMask, true);
        entry.previous = tail;
        if (tail != null) {
            tail.next = entry;
        } else {
            head = entry;
        }
        tail = entry;
    }

    private void enter(WaitEntry entry, int keyMask, boolean exclusive) {
        if (entry.queue != null) {
            throw new IllegalStateException("already waiting on " + entry.queue.name);
        }
        entry.queue = this;
        entry.keyMask = keyMask;
        entry.exclusive = exclusive;
        entry.previous = null;
        entry.next = null;
    }

    void remove(WaitEntry entry) {
        for (int i = 0; i < waking; i++) {
            if (cursors[i] == entry) {
                cursors[i] = entry.next;
            }
        }
        WaitEntry before = entry.previous;
        WaitEntry after = entry.next;
        if (before != null) {
            before.next = after;
        } else {
            head = after;
        }
        if (after != null) {
            after.previous = before;
        } else {
            tail = before;
        }
        entry.queue = null;
        entry.previous = null;
        entry.next = null;
    }

    /// Wakes every ordinary waiter and up to `exclusiveCount` exclusive ones.
    ///
    /// @param key what happened, bits of [dev.murre.abi.PollEvents], or 0 for anything
    /// @return how many took the wake-up
    public int wake(int exclusiveCount, int key) {
        if (head == null) {
            return 0;
        }
        int slot = waking++;
        if (slot == cursors.length) {
            cursors = Arrays.copyOf(cursors, slot * 2);
        }
        int woken = 0;
        int left = exclusiveCount;
        cursors[slot] = head;
        for (WaitEntry entry = head; entry != null; entry = cursors[slot]) {
            cursors[slot] = entry.next;
            if (key != 0 && (key & entry.keyMask) == 0) {
                continue;
            }
            boolean exclusive = entry.exclusive;
            if (entry.onWake(key)) {
                woken++;
                if (exclusive && --left == 0) {
                    break;
                }
            }
        }
        cursors[slot] = null;
        waking--;
        return woken;
    }

    /// Wakes all waiters.
    public int wakeAll() {
        return wake(ALL, 0);
    }

    /// Wakes all waiters that care for these [dev.murre.abi.PollEvents].
    public int wakeAll(int key) {
        return wake(ALL, key);
    }

    /// Wakes ordinary waiters and one exclusive one.
    public int wakeOne(int key) {
        return wake(1, key);
    }
}
