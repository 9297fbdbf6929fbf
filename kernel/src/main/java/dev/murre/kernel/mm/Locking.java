package dev.murre.kernel.mm;

import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;

/// Memory that has to stay in, and how much of it there may be: mlock(2) and its family.
public final class Locking {
    /// Whether RLIMIT_MEMLOCK holds for the caller; CAP_IPC_LOCK lifts it.
    public enum Right {
        LIMITED,
        UNLIMITED
    }

    private final Mm mm;

    /// What is mapped from now on is locked too, mlockall(2) with MCL_FUTURE.
    private boolean future;

    Locking(Mm mm) {
        this.mm = mm;
    }

    boolean future() {
        return future;
    }

    /// Fails with EPERM when nothing may be locked at all: can_do_mlock.
    private void checkAllowed(Right right) {
        if (right == Right.LIMITED && mm.limits.soft(Rlimit.MEMLOCK) == 0) {
            throw Errno.EPERM.exception();
        }
    }

    private boolean exceeds(long bytes, Right right) {
        return right == Right.LIMITED && mm.limits.exceeded(Rlimit.MEMLOCK, bytes);
    }

    /// Fails with EPERM or EAGAIN when mmap(2) may not map so many bytes, asked to lock them or
    /// not.
    public void checkMapping(long size, boolean asked, Right right) {
        if (asked) {
            checkAllowed(right);
        }
        if ((asked || future) && exceeds(mm.lockedBytes + size, right)) {
            throw Errno.EAGAIN.exception();
        }
    }

    /// Whether the heap may grow by so many bytes.
    boolean mayGrow(long size, Right right) {
        return !future || !exceeds(mm.lockedBytes + size, right);
    }

    /// Fails with EAGAIN when a mapping may not grow by so many bytes.
    void checkGrowth(Vma vma, long size, Right right) {
        if (vma.isLocked() && exceeds(mm.lockedBytes + size, right)) {
            throw Errno.EAGAIN.exception();
        }
    }

    /// mlock(2).
    public void lock(long start, long length, Right right) {
        checkAllowed(right);
        long from = start & ~Mm.PAGE_MASK;
        long end = rangeEnd(start, length, from);
        long already = exceeds(mm.lockedBytes + end - from, right) ? lockedIn(from, end) : 0;
        if (exceeds(mm.lockedBytes + end - from - already, right)) {
            throw Errno.ENOMEM.exception();
        }
        mm.protection().overRange(from, end, vma -> setLocked(vma, true));
        if (!mm.mappings().populate(from, end)) {
            throw Errno.ENOMEM.exception();
        }
    }

    /// munlock(2).
    public void unlock(long start, long length) {
        long from = start & ~Mm.PAGE_MASK;
        long end = rangeEnd(start, length, from);
        mm.protection().overRange(from, end, vma -> setLocked(vma, false));
    }

    private static long rangeEnd(long start, long length, long from) {
        long end = Mappings.pageAlign(start + length);
        if (Long.compareUnsigned(end, from) < 0) {
            throw Errno.EINVAL.exception();
        }
        return end;
    }

    private long lockedIn(long start, long end) {
        long bytes = 0;
        Vma vma = mm.vmas.findFrom(start);
        while (vma != null && vma.start < end) {
            if (vma.isLocked()) {
                bytes += Math.min(vma.end, end) - Math.max(vma.start, start);
            }
            vma = mm.vmas.findFrom(vma.end);
        }
        return bytes;
    }

    /// mlockall(2).
    public void lockAll(boolean now, boolean later, Right right) {
        checkAllowed(right);
        if (now && exceeds(mm.totalBytes, right)) {
            throw Errno.ENOMEM.exception();
        }
        future = later;
        if (now) {
            setAll(true);
        }
    }

    /// munlockall(2).
    public void unlockAll() {
        future = false;
        setAll(false);
    }

    private void setAll(boolean on) {
        for (Vma vma : mm.vmas.all()) {
            setLocked(vma, on);
        }
    }

    private void setLocked(Vma vma, boolean on) {
        if (vma.isLocked() != on) {
            vma.flags ^= Vma.LOCKED;
            mm.lockedBytes += on ? vma.length() : -vma.length();
        }
    }

    /// Whether some mapping in the range is locked: msync(2)'s EBUSY.
    public boolean holdsLocked(long start, long length) {
        return lockedIn(start, Protection.bounded(start + Mappings.pageAlign(length))) > 0;
    }
}
