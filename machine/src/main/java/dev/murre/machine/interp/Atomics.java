package dev.murre.machine.interp;

import dev.murre.machine.ir.Amo;
import dev.murre.machine.memory.Host;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Atomic read-modify-write of guest memory. Naturally aligned 4 and 8 byte accesses use the
/// host's; all others (bytes,
/// halfwords, and those that a processor would split) change the aligned word around them, or take
/// one global lock when they
/// straddle two: atomic towards each other, and on one processor towards everything.
public final class Atomics {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final Object SPLIT_LOCK = new Object();

    private Atomics() {}

    /// {@link dev.murre.machine.ir.Op#AMO} at host address `at`; the old value.
    public static long amo(int immediate, long at, long operand) {
        Amo function = Amo.of(immediate);
        int log2Width = immediate & 3;
        while (true) {
            long old = load(log2Width, at);
            long seen = compareAndSwap(log2Width, at, old, function.apply(old, operand));
            if (seen == old) {
                return old;
            }
        }
    }

    /// Stores `replacement` at host address `at` if the value there is `expected`; the old value,
    /// zero-extended.
    public static long compareAndSwap(int log2Width, long at, long expected, long replacement) {
        int width = 1 << log2Width;
        if (log2Width == 3 && (at & 7) == 0) {
            return (long) LONG.compareAndExchange(ALL, at, expected, replacement);
        }
        if (log2Width == 2 && (at & 3) == 0) {
            int old = (int) INT.compareAndExchange(ALL, at, (int) expected, (int) replacement);
            return old & 0xffff_ffffL;
        }
        if ((at & 7) + width <= 8) {
            return swapWithinWord(log2Width, at, expected, replacement);
        }
        synchronized (SPLIT_LOCK) {
            long old = load(log2Width, at);
            if (old == (expected & mask(log2Width))) {
                store(log2Width, at, replacement);
            }
            return old;
        }
    }

    private static long swapWithinWord(int log2Width, long at, long expected, long replacement) {
        long word = at & ~7L;
        int shift = (int) (at & 7) * 8;
        long mask = mask(log2Width);
        while (true) {
            long whole = (long) LONG.getVolatile(ALL, word);
            long old = whole >>> shift & mask;
            if (old != (expected & mask)) {
                return old;
            }
            long changed = whole & ~(mask << shift) | (replacement & mask) << shift;
            if (LONG.compareAndSet(ALL, word, whole, changed)) {
                return old;
            }
        }
    }

    private static long mask(int log2Width) {
        return -1L >>> 64 - (8 << log2Width);
    }

    private static long load(int log2Width, long at) {
        return switch (log2Width) {
            case 0 -> Host.get8(at) & 0xff;
            case 1 -> Host.get16(at) & 0xffff;
            case 2 -> Host.get32(at) & 0xffff_ffffL;
            default -> Host.get64(at);
        };
    }

    private static void store(int log2Width, long at, long value) {
        switch (log2Width) {
            case 0 -> Host.put8(at, (byte) value);
            case 1 -> Host.put16(at, (short) value);
            case 2 -> Host.put32(at, (int) value);
            default -> Host.put64(at, value);
        }
    }
}
