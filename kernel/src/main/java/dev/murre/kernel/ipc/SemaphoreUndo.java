package dev.murre.kernel.ipc;

import java.util.IdentityHashMap;
import java.util.Map;

/// What a process's `SEM_UNDO` operations added up to, to be undone at its end. Processes made with
/// `CLONE_SYSVSEM` share one.
public final class SemaphoreUndo {
    private final Map<SemaphoreSet, short[]> changes = new IdentityHashMap<>(2);
    private int users = 1;

    public SemaphoreUndo share() {
        users++;
        return this;
    }

    boolean fits(SemaphoreSet set, SemaphoreSet.Operation op) {
        short[] noted = changes.get(set);
        int sum = (noted == null ? 0 : noted[op.number()]) - op.change();
        return sum >= -SemaphoreSet.MAX_VALUE - 1 && sum <= SemaphoreSet.MAX_VALUE;
    }

    void note(SemaphoreSet set, SemaphoreSet.Operation op) {
        short[] noted = changes.get(set);
        if (noted == null) {
            noted = new short[set.count()];
            changes.put(set, noted);
            set.addUndoer(this);
        }
        noted[op.number()] -= (short) op.change();
    }

    void forget(SemaphoreSet set, int number) {
        short[] noted = changes.get(set);
        if (noted != null) {
            noted[number] = 0;
        }
    }

    void drop(SemaphoreSet set) {
        changes.remove(set);
        set.removeUndoer(this);
    }

    /// A user ends; the last one undoes everything.
    public void put(int pid) {
        if (--users > 0) {
            return;
        }
        changes.forEach(
                (set, noted) -> {
                    set.removeUndoer(this);
                    set.undo(noted, pid);
                });
        changes.clear();
    }
}
