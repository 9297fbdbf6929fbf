package dev.murre.kernel.fs;

import dev.murre.kernel.base.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The advisory locks on one file: flock(2), and the record locks of fcntl(2) in both kinds.
///
/// A flock lock belongs to an [OpenFile], a POSIX record lock to an [FdTable], an
/// open-file-description
/// lock to an [OpenFile]. flock and record locks do not see each other.
public final class FileLocks {
    /// Past every byte of any file.
    public static final long END = Long.MAX_VALUE;

    private final List<FileLock> records = new ArrayList<>();
    private final List<FileLock> whole = new ArrayList<>();

    /// Woken whenever a lock goes away.
    public final WaitQueue queue = new WaitQueue("posix_lock_inode_wait");

    /// One held lock on the bytes `from` to `to` (exclusive).
    public record FileLock(Object owner, boolean exclusive, long from, long to, int pid) {
        boolean overlaps(long otherFrom, long otherTo) {
            return from < otherTo && otherFrom < to;
        }
    }

    FileLocks() {}

    /// A record lock that stands in the way of the one asked for, or null.
    public @Nullable FileLock conflict(Object owner, boolean exclusive, long from, long to) {
        for (FileLock held : records) {
            if (held.owner != owner && (exclusive || held.exclusive) && held.overlaps(from, to)) {
                return held;
            }
        }
        return null;
    }

    /// Sets a record lock; the caller has seen that nothing conflicts.
    public void lock(Object owner, boolean exclusive, long from, long to, int pid) {
        cut(owner, from, to);
        long mergedFrom = from;
        long mergedTo = to;
        for (int i = records.size() - 1; i >= 0; i--) {
            FileLock held = records.get(i);
            if (held.owner == owner
                    && held.exclusive == exclusive
                    && held.from <= mergedTo
                    && mergedFrom <= held.to) {
                mergedFrom = Math.min(mergedFrom, held.from);
                mergedTo = Math.max(mergedTo, held.to);
                records.remove(i);
            }
        }
        insert(new FileLock(owner, exclusive, mergedFrom, mergedTo, pid));
        queue.wakeAll();
    }

    /// Removes the owner's record locks in a range.
    public void unlock(Object owner, long from, long to) {
        if (cut(owner, from, to)) {
            queue.wakeAll();
        }
    }

    /// Keeps record locks in the order of their start, in which F_GETLK finds them.
    private void insert(FileLock lock) {
        int at = 0;
        while (at < records.size() && records.get(at).from <= lock.from) {
            at++;
        }
        records.add(at, lock);
    }

    private boolean cut(Object owner, long from, long to) {
        boolean changed = false;
        for (int i = records.size() - 1; i >= 0; i--) {
            FileLock held = records.get(i);
            if (held.owner != owner || !held.overlaps(from, to)) {
                continue;
            }
            changed = true;
            records.remove(i);
            if (held.from < from) {
                insert(new FileLock(owner, held.exclusive, held.from, from, held.pid));
            }
            if (held.to > to) {
                insert(new FileLock(owner, held.exclusive, to, held.to, held.pid));
            }
        }
        return changed;
    }

    /// Takes or changes a flock(2) lock: whether it could be had. A change is not atomic: the old
    /// lock
    /// is gone even when the new one cannot be had.
    public boolean tryFlock(OpenFile owner, boolean exclusive, int pid) {
        for (FileLock held : whole) {
            if (held.owner == owner && held.exclusive == exclusive) {
                return true;
            }
        }
        unflock(owner);
        for (FileLock held : whole) {
            if (exclusive || held.exclusive) {
                return false;
            }
        }
        whole.add(new FileLock(owner, exclusive, 0, END, pid));
        return true;
    }

    public void unflock(OpenFile owner) {
        if (whole.removeIf(held -> held.owner == owner)) {
            queue.wakeAll();
        }
    }

    /// A description is gone: its flock lock and its open-file-description locks go too.
    void releaseOwner(OpenFile owner) {
        unflock(owner);
        unlock(owner, 0, END);
    }

    /// A process closes any descriptor of the file: all its POSIX locks go, as POSIX demands.
    void releasePosix(FdTable owner) {
        unlock(owner, 0, END);
    }

    /// Record locks held, for `/proc/locks`.
    public List<FileLock> records() {
        return records;
    }

    /// flock locks held, for `/proc/locks`.
    public List<FileLock> whole() {
        return whole;
    }
}
