package dev.murre.machine.memory;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

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

    /// So many windows have an array of permissions at once, if no more are in use.
    static final int ARRAYS = 128;

    private final Reservations reservations;
    private final Map<Long, ArrayDeque<Long>> freePieces = new HashMap<>();

    /// Windows that have an array of permissions, and arrays that none has: those of small windows,
    /// all zeros. A process that sleeps needs no array, and 100,000 of them would fill any heap.
    private final ArrayDeque<GuestMemory> withArray = new ArrayDeque<>();

    private final ArrayDeque<byte[]> spareArrays = new ArrayDeque<>();
    private final FutureTask<Long> firstChunk;
    private long next;
    private long end;

    /// The first chunk is asked for on a thread of its own: linking the host's mmap takes a good
    /// part of a machine's start.
    public HostMemory() {
        reservations = Reservations.forThisHost();
        firstChunk = new FutureTask<>(() -> reservations.reserve(CHUNK));
        Thread.ofPlatform().daemon().name("murre-memory").start(firstChunk);
    }

    /// A window without room, for an address space that nothing is ever in.
    public GuestMemory noWindow() {
        return new GuestMemory(this, 0, GuestMemory.NOTHING, 0);
    }

    /// A window for guest addresses 0 up to `limit` (rounded up to a power of two of at least
    /// {@link #SMALL_WINDOW}), all
    /// zeros, all permission bytes 0.
    ///
    /// @throws OutOfMemoryError if the host refuses the address space
    public GuestMemory window(long limit) {
        long size = Math.max(SMALL_WINDOW, Long.highestOneBit(limit - 1) << 1);
        ArrayDeque<Long> pool = freePieces.get(size);
        Long pooled = pool == null ? null : pool.pollLast();
        long base = pooled != null ? pooled : reserve(size);
        var window = new GuestMemory(this, base, permissions(size), size);
        hasArray(window);
        return window;
    }

    /// An array of permission bytes for a window of `size` bytes, all zeros.
    byte[] permissions(long size) {
        byte[] spare = size == SMALL_WINDOW ? spareArrays.pollLast() : null;
        return spare != null ? spare : new byte[permBytes(size)];
    }

    /// A window has got its array; takes it from one that has not run for long where there are too
    /// many.
    void hasArray(GuestMemory window) {
        withArray.addLast(window);
        for (int tries = withArray.size() - ARRAYS; tries > 0; tries--) {
            GuestMemory oldest = withArray.removeFirst();
            if (oldest == window || !oldest.isIdle()) {
                withArray.addLast(oldest);
            } else {
                keep(oldest.pack());
            }
        }
    }

    void forget(GuestMemory window) {
        withArray.remove(window);
    }

    private void keep(byte @Nullable [] array) {
        if (array != null
                && array.length == permBytes(SMALL_WINDOW)
                && spareArrays.size() < ARRAYS) {
            spareArrays.addLast(array);
        }
    }

    /// Takes back a window whose permission bytes are all 0 and whose pages are all clear.
    void free(GuestMemory window, byte @Nullable [] array) {
        if (window.takeHuge()) {
            reservations.expectLittle(window.base(), window.limit());
        }
        freePieces.computeIfAbsent(window.limit(), key -> new ArrayDeque<>()).add(window.base());
        keep(array);
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

    void expectAll(long address, long size) {
        reservations.expectAll(address, size);
    }

    /// Shared memory that can appear in several windows at once, or null where the host has no way
    /// to alias.
    public @Nullable SharedArea shared(long size) {
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
        if (end == 0) {
            next = takeFirstChunk();
            end = next + CHUNK;
        }
        if (end - next < size) {
            long chunk = Math.max(CHUNK, size);
            next = reservations.reserve(chunk);
            end = next + chunk;
        }
        long address = next;
        next += size;
        return address;
    }

    private long takeFirstChunk() {
        try {
            return firstChunk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while memory was being reserved", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error refused) {
                throw refused;
            }
            throw new IllegalStateException("no memory for guests", e.getCause());
        }
    }

    /// Ends the machine's use of memory: every address that came from here becomes invalid.
    @Override
    public void close() {
        takeFirstChunk();
        reservations.close();
        freePieces.clear();
        withArray.clear();
        spareArrays.clear();
        next = 0;
        end = 0;
    }
}
