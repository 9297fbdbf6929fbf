package dev.murre.kernel.fs;

import java.util.IdentityHashMap;

/// Who waits for whose POSIX record lock, so that a circle is refused: fcntl(2), EDEADLK.
public final class LockWaits {
    private final IdentityHashMap<Object, Object> waits = new IdentityHashMap<>();

    LockWaits() {}

    /// Whether `owner`, waiting for `holder`, would close a circle.
    public boolean wouldDeadlock(Object owner, Object holder) {
        Object next = holder;
        for (int i = 0; next != null && i <= waits.size(); i++) {
            if (next == owner) {
                return true;
            }
            next = waits.get(next);
        }
        return false;
    }

    public void start(Object owner, Object holder) {
        waits.put(owner, holder);
    }

    public void stop(Object owner) {
        waits.remove(owner);
    }
}
