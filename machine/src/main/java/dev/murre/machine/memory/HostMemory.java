package dev.murre.machine.memory;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Where windows, kernel stacks and shared memory of one machine come from: one lazily committed
/// reservation of host
/// address space, cut into pieces. Freed windows are pooled; every piece handed out reads as zeros.
///
/// Not thread-safe beyond its own lists: callers hold the kernel's lock.
public final class HostMemory implements AutoCloseable {
    /// What a window spans at first: 1 GiB.
    public static final long SMALL_WINDOW = 1L << 30;

    /// The largest window that {@link #window} makes: 1 TiB.
    public static final long LARGEST_WINDOW = 1L << 40;

    private static final long CHUNK = 64L << 30;
    private static final int PAGE = GuestMemory.PAGE_SIZE;

    /// Runs longer than this many pages are given back to the host instead of being overwritten
    /// with zeros.
    private static final int DISCARD_PAGES = 128;

    private final Reservations reservations;
    private final Map<Long, ArrayDeque<Long>> freePieces = new HashMap<>();
    private final Map<Long, ArrayDeque<GuestWindow>> freeWindows = new HashMap<>();
    private long next;
    private long end;

    private record GuestWindow(long base, byte[] perms) {}

    public HostMemory() {
        reservations = Reservations.forThisHost();
    }

    /// A window for guest addresses 0 up to `limit` (rounded up to a power of two of at least
    /// {@link #SMALL_WINDOW}), all
    /// zeros, all permission bytes 0.
    ///
    /// @throws OutOfMemoryError if the host refuses the address space
    public GuestMemory window(long limit) {
        long size = Math.max(SMALL_WINDOW, Long.highestOneBit(limit - 1) << 1);
        ArrayDeque<GuestWindow> pool = freeWindows.get(size);
        GuestWindow pooled = pool == null ? null : pool.pollLast();
        if (pooled != null) {
            return new GuestMemory(this, pooled.base, pooled.perms, size);
        }
        return new GuestMemory(this, reserve(size), new byte[permBytes(size)], size);
    }

    /// Takes back a window whose permission bytes are all 0 and whose pages are all clear.
    void free(GuestMemory window) {
        freeWindows
                .computeIfAbsent(window.limit(), size -> new ArrayDeque<>())
                .addLast(new GuestWindow(window.base(), window.perms()));
    }

    /// A piece of `size` bytes (a multiple of the page size) that reads as zeros, for kernel stacks
    /// and the like.
    public long allocate(long size) {
        ArrayDeque<Long> pool = freePieces.get(size);
        Long pooled = pool == null ? null : pool.pollLast();
        return pooled != null ? pooled : reserve(size);
    }

    /// Gives back a piece that {@link #allocate} made; it is cleared here.
    public void release(long address, long size) {
        clear(address, size);
        freePieces.computeIfAbsent(size, key -> new ArrayDeque<>()).addLast(address);
    }

    /// Makes the range (whole pages) read as zeros, giving its memory back to the host where that
    /// is cheaper.
    public void clear(long address, long size) {
        if (size > (long) DISCARD_PAGES * PAGE && reservations.discard(address, size)) {
            return;
        }
        Host.fill(address, size, (byte) 0);
    }

    /// Shared memory that can appear in several windows at once, or null where the host has no way
    /// to alias.
    public @org.jspecify.annotations.Nullable SharedArea shared(long size) {
        return reservations.shared(size);
    }

    /// Undoes {@link SharedArea#alias}: the range is private zero memory again.
    public void unalias(long address, long size) {
        reservations.renew(address, size);
    }

    private static int permBytes(long size) {
        return (int) (size >>> GuestMemory.PAGE_SHIFT) + Long.BYTES;
    }

    private long reserve(long size) {
        if (end - next < size) {
            long chunk = Math.max(CHUNK, size);
            next = reservations.reserve(chunk);
            end = next + chunk;
        }
        long address = next;
        next += size;
        return address;
    }

    /// Ends the machine's use of memory: every address that came from here becomes invalid.
    @Override
    public void close() {
        reservations.close();
        freePieces.clear();
        freeWindows.clear();
        next = 0;
        end = 0;
    }
}
