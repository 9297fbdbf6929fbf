package dev.murre.kernel.mm;

import static dev.murre.abi.MmapFlags.MAP_32BIT;
import static dev.murre.abi.MmapFlags.MAP_ANONYMOUS;
import static dev.murre.abi.MmapFlags.MAP_FIXED;
import static dev.murre.abi.MmapFlags.MAP_FIXED_NOREPLACE;
import static dev.murre.abi.MmapFlags.MAP_GROWSDOWN;
import static dev.murre.abi.MmapFlags.MAP_LOCKED;
import static dev.murre.abi.MmapFlags.MAP_NORESERVE;
import static dev.murre.abi.MmapFlags.MAP_POPULATE;
import static dev.murre.abi.MmapFlags.PROT_READ;
import static dev.murre.abi.MmapFlags.PROT_WRITE;

import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Making and removing mappings: mmap(2), munmap(2), brk(2), and what exec lays out.
public final class Mappings {
    /// Linux's default vm.max_map_count.
    static final int MAX_MAPPINGS = 65_530;

    /// Address space from this size on that is only reserved lies from this address on, and the
    /// window
    /// grows when some of it is made accessible: the rest of it may lie where no window reaches.
    private static final long RESERVATIONS = 64L << 30;

    /// Whoever asks for a place below this needs it, for addresses in 32 bits; the window grows for
    /// that.
    private static final long SMALL_ADDRESSES = 4L << 30;

    /// A flag for {@link #map}: a forked child reads the pages from their source again.
    public static final int FRESH_IN_CHILDREN = Vma.WIPE_ON_FORK;

    private final Mm mm;

    Mappings(Mm mm) {
        this.mm = mm;
    }

    /// Whether a shared mapping may become writable: the file was opened for writing.
    public enum ShareMode {
        WRITABLE,
        READ_ONLY
    }

    /// mmap(2) after its arguments have been checked: `flags` has MAP_FIXED and its kind,
    /// MAP_SHARED comes as
    /// `shared` content.
    ///
    /// @param hint the wanted address
    /// @param length bytes, rounded up to pages here
    /// @param source what is mapped, or null for anonymous private memory
    /// @param offset byte offset in the source, a multiple of the page size
    /// @param file held by the mapping (a reference is taken here); null if there is none
    /// @param vmaFlags a combination made by {@link #vmaFlags}
    /// @param name for `/proc/PID/maps` where there is no file
    /// @return the address
    public long map(
            long hint,
            long length,
            int prot,
            int flags,
            int vmaFlags,
            @Nullable PageSource source,
            long offset,
            @Nullable MappedFile file,
            String name) {
        long size = pageAlign(length);
        checkLimits(size, prot, vmaFlags);
        if (source != null && (offset < 0 || offset + size < 0)) {
            boolean fits = Long.compareUnsigned(size, mm.layout.maximum()) <= 0;
            throw (fits ? Errno.EOVERFLOW : Errno.ENOMEM).exception();
        }
        boolean reserved = prot == 0 && source == null && (vmaFlags & Vma.SHARED) == 0;
        long start = reserved ? placeReserved(hint, size, flags) : place(hint, size, flags);
        MappedFile held = file == null ? null : file.share();
        Vma vma =
                new Vma(
                        start,
                        start + size,
                        prot & 7,
                        mm.locking().future() ? vmaFlags | Vma.LOCKED : vmaFlags,
                        source,
                        source == null ? start : offset,
                        held,
                        name);
        insert(vma);
        mm.register(vma);
        if ((flags & (MAP_POPULATE | MAP_LOCKED)) != 0 || mm.locking().future()) {
            populate(start, start + size);
        }
        return start;
    }

    /// The kind of mapping that mmap's `flags` ask for.
    public static int vmaFlags(int flags, boolean shared, ShareMode mode) {
        int result = shared ? Vma.SHARED : 0;
        if (shared && mode == ShareMode.READ_ONLY) {
            result |= Vma.NO_WRITE;
        }
        if ((flags & MAP_GROWSDOWN) != 0) {
            result |= Vma.GROWS_DOWN;
        }
        if ((flags & MAP_NORESERVE) != 0) {
            result |= Vma.NO_RESERVE;
        }
        return (flags & MAP_LOCKED) != 0 ? result | Vma.LOCKED : result;
    }

    /// Anonymous private memory at a fixed place: stack, bss, heap.
    public void mapAnonymous(long start, long length, int prot, int flags, String name) {
        map(
                start,
                length,
                prot,
                flags | MAP_FIXED | MAP_ANONYMOUS,
                vmaFlags(flags, false, ShareMode.WRITABLE),
                null,
                0,
                null,
                name);
    }

    private void checkLimits(long size, int prot, int vmaFlags) {
        if (size == 0 || mm.vmas.size() >= MAX_MAPPINGS) {
            throw Errno.ENOMEM.exception();
        }
        boolean data = (prot & PROT_WRITE) != 0 && (vmaFlags & (Vma.SHARED | Vma.GROWS_DOWN)) == 0;
        if (mm.limits.exceeded(Rlimit.AS, mm.totalBytes + size)
                || data && mm.limits.exceeded(Rlimit.DATA, mm.dataBytes + size)) {
            throw Errno.ENOMEM.exception();
        }
    }

    /// A place for what nothing can be read from or written to as it is.
    private long placeReserved(long hint, long size, int flags) {
        if (isFixed(flags)) {
            placeFixed(hint, size, flags, 0);
            return hint;
        }
        if (size < RESERVATIONS || mm.layout.maximum() < RESERVATIONS) {
            return place(hint, size, flags);
        }
        long gap = mm.vmas.findGapBottomUp(RESERVATIONS, mm.layout.maximum(), size);
        if (gap < 0) {
            throw Errno.ENOMEM.exception();
        }
        return gap;
    }

    private static boolean isFixed(int flags) {
        return (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
    }

    /// @param reach where the window must reach
    private void placeFixed(long hint, long size, int flags, long reach) {
        if (Long.compareUnsigned(hint, mm.layout.maximum() - size) > 0
                || Long.compareUnsigned(size, mm.layout.maximum()) > 0) {
            throw Errno.ENOMEM.exception();
        }
        if ((flags & MAP_FIXED_NOREPLACE) != 0 && mm.vmas.overlaps(hint, hint + size)) {
            throw Errno.EEXIST.exception();
        }
        growWindow(reach);
        unmapRange(hint, hint + size);
    }

    private long place(long hint, long size, int flags) {
        if (isFixed(flags)) {
            placeFixed(hint, size, flags, hint + size);
            return hint;
        }
        long wanted = hint & ~Mm.PAGE_MASK;
        long reach = Math.max(mm.memory().limit(), Math.min(SMALL_ADDRESSES, mm.layout.maximum()));
        if (wanted >= mm.layout.mmapFloor()
                && size <= reach - wanted
                && !mm.vmas.overlaps(wanted, wanted + size)) {
            growWindow(wanted + size);
            return wanted;
        }
        return findGap(size, flags);
    }

    private long findGap(long size, int flags) {
        long low = Math.max(mm.layout.mmapFloor(), 0x1000);
        if ((flags & MAP_32BIT) != 0) {
            long low32 =
                    mm.vmas.findGapTopDown(low, Math.min(mm.layout.mmapBase(), 1L << 31), size);
            if (low32 >= 0) {
                return low32;
            }
        }
        long gap =
                size > mm.layout.mmapBase()
                        ? -1
                        : mm.vmas.findGapTopDown(low, mm.layout.mmapBase(), size);
        if (gap < 0) {
            gap = findGapAbove(size);
        }
        if (gap < 0) {
            throw Errno.ENOMEM.exception();
        }
        return gap;
    }

    /// Looks above the stack, in a window grown as needed.
    private long findGapAbove(long size) {
        long floor = mm.layout.window();
        long limit = mm.memory().limit();
        long gap = limit > floor ? mm.vmas.findGapTopDown(floor, limit, size) : -1;
        long most = Math.min(mm.layout.maximum(), HostMemory.LARGEST_WINDOW);
        while (gap < 0 && limit < most && size < most) {
            limit = Math.min(2 * limit, most);
            gap = limit - floor < size ? -1 : mm.vmas.findGapTopDown(floor, limit, size);
        }
        if (gap >= 0) {
            growWindow(limit);
        }
        return gap;
    }

    /// Makes the window reach up to `end`.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOMEM
    void growWindow(long end) {
        if (end <= mm.memory().limit()) {
            return;
        }
        if (end > HostMemory.LARGEST_WINDOW) {
            throw Errno.ENOMEM.exception();
        }
        mm.shootDown();
        for (Vma vma : mm.vmas.all()) {
            if (vma.isShared() && vma.aliased) {
                dropAlias(vma);
            }
        }
        try {
            mm.memory().grow(end);
        } catch (OutOfMemoryError e) {
            throw Errno.ENOMEM.exception();
        }
    }

    private void dropAlias(Vma vma) {
        mm.clearPages(vma.start >>> Mm.PAGE_SHIFT, vma.end >>> Mm.PAGE_SHIFT);
        mm.account.host().unalias(mm.memory().base() + vma.start, vma.length());
        vma.aliased = false;
    }

    private void insert(Vma vma) {
        account(vma, 1);
        Vma before = mm.vmas.find(vma.start - 1);
        if (before != null && before.canMerge(vma)) {
            before.end = vma.end;
            release(vma);
            joinNext(before);
        } else {
            mm.vmas.add(vma);
            joinNext(vma);
        }
    }

    private boolean joinNext(Vma vma) {
        Vma next = mm.vmas.find(vma.end);
        if (next == null || !vma.canMerge(next)) {
            return false;
        }
        mm.vmas.join(vma, next);
        release(next);
        return true;
    }

    private static void release(Vma vma) {
        MappedFile file = vma.file;
        if (file != null) {
            file.put();
        }
    }

    /// Adds (`sign` 1) or removes (−1) a mapping's bytes in the totals.
    void account(Vma vma, int sign) {
        long bytes = sign * vma.length();
        mm.totalBytes += bytes;
        if (countsAsData(vma)) {
            mm.dataBytes += bytes;
        }
        if (vma.isLocked()) {
            mm.lockedBytes += bytes;
        }
    }

    static boolean countsAsData(Vma vma) {
        return (vma.prot & PROT_WRITE) != 0 && !vma.isShared() && !vma.growsDown();
    }

    /// munmap(2): EINVAL unless `start` is a page and the range has a length and lies in the
    /// address space.
    public void unmap(long start, long length) {
        long size = pageAlign(length);
        if ((start & Mm.PAGE_MASK) != 0
                || size == 0
                || Long.compareUnsigned(start, mm.layout.maximum()) > 0
                || Long.compareUnsigned(size, mm.layout.maximum() - start) > 0) {
            throw Errno.EINVAL.exception();
        }
        unmapRange(start, start + size);
    }

    /// Removes every mapping in the range; pages that children still need go to them first.
    void unmapRange(long start, long end) {
        Vma vma = mm.vmas.findFrom(start);
        while (vma != null && vma.start < end) {
            Vma inside = isolate(vma, Math.max(vma.start, start), Math.min(vma.end, end));
            remove(inside);
            vma = mm.vmas.findFrom(inside.end);
        }
    }

    private void remove(Vma vma) {
        long first = vma.start >>> Mm.PAGE_SHIFT;
        long last = vma.end >>> Mm.PAGE_SHIFT;
        if (vma.isShared()) {
            if (vma.aliased) {
                dropAlias(vma);
            }
        } else {
            mm.copying.settle(first, last);
            mm.clearPages(first, last);
        }
        mm.vmas.remove(vma);
        account(vma, -1);
        release(vma);
    }

    /// Splits a mapping so that the part from `start` to `end` is one of its own, and returns that.
    Vma isolate(Vma vma, long start, long end) {
        Vma result = vma;
        if (start > result.start) {
            result = splitAt(result, start);
        }
        if (end < result.end) {
            splitAt(result, end);
        }
        return result;
    }

    /// Cuts a mapping in two; returns the upper part.
    private Vma splitAt(Vma vma, long address) {
        if (mm.vmas.size() >= MAX_MAPPINGS) {
            throw Errno.ENOMEM.exception();
        }
        Vma upper = vma.copy(address, vma.end);
        vma.end = address;
        mm.vmas.add(upper);
        return upper;
    }

    /// Joins neighbours in and around a range that have become alike.
    void mergeAround(long start, long end) {
        Vma vma = mm.vmas.find(start - 1);
        if (vma == null) {
            vma = mm.vmas.findFrom(start);
        }
        while (vma != null && vma.start <= end) {
            if (!joinNext(vma)) {
                vma = mm.vmas.findFrom(vma.end);
            }
        }
    }

    /// Brings in every page of the range that may be read or written, as far as memory allows;
    /// false
    /// if nothing may be done with some.
    boolean populate(long start, long end) {
        boolean accessible = true;
        for (Vma vma = mm.vmas.findFrom(start); vma != null && vma.start < end; ) {
            if ((vma.prot & (PROT_READ | PROT_WRITE)) != 0) {
                boolean write = (vma.prot & PROT_WRITE) != 0 && !vma.isShared();
                long last = Math.min(end, vma.end) >>> Mm.PAGE_SHIFT;
                for (long page = Math.max(start, vma.start) >>> Mm.PAGE_SHIFT;
                        page < last;
                        page++) {
                    mm.faults.touch(vma, page, write ? Perm.WRITE : Perm.READ);
                }
            }
            accessible &= vma.prot != 0;
            vma = mm.vmas.findFrom(vma.end);
        }
        return accessible;
    }

    /// brk(2): the new end of the heap, or the old one if that cannot be.
    public long brk(long wanted, Locking.Right right) {
        long old = mm.brk;
        if (Long.compareUnsigned(wanted, mm.brkStart) < 0
                || Long.compareUnsigned(wanted, mm.layout.maximum() - Mm.PAGE_SIZE) > 0) {
            return old;
        }
        long oldEnd = pageAlign(old);
        long newEnd = pageAlign(wanted);
        if (newEnd < oldEnd) {
            unmapRange(newEnd, oldEnd);
        } else if (newEnd > oldEnd && !extendHeap(oldEnd, newEnd, right)) {
            return old;
        }
        mm.brk = wanted;
        return wanted;
    }

    private boolean extendHeap(long oldEnd, long newEnd, Locking.Right right) {
        long heap = newEnd - mm.brkStart + Math.max(0, mm.dataEnd() - mm.dataStart());
        if (newEnd > mm.memory().limit()
                || mm.limits.exceeded(Rlimit.DATA, heap)
                || !mm.locking().mayGrow(newEnd - oldEnd, right)
                || mm.vmas.overlaps(oldEnd, newEnd + Mm.PAGE_SIZE)) {
            return false;
        }
        try {
            mapAnonymous(oldEnd, newEnd - oldEnd, PROT_READ | PROT_WRITE, 0, "[heap]");
        } catch (dev.murre.abi.ErrnoException e) {
            return false;
        }
        return true;
    }

    static long pageAlign(long length) {
        return length + Mm.PAGE_MASK & ~Mm.PAGE_MASK;
    }

    /// The mapping at `address`; ENOMEM if there is none.
    Vma require(long address) {
        Vma vma = mm.vmas.find(address);
        if (vma == null) {
            throw Errno.ENOMEM.exception();
        }
        return Objects.requireNonNull(vma);
    }
}
