package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;

/// Times as arguments: `struct timespec` and `struct timeval` in the widths of the ABIs.
final class TimeArgs {
    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_SECONDS = Long.MAX_VALUE / SECOND - 1;

    /// Which fields a time structure has.
    enum Layout {
        /// `struct timespec` with words of the ABI.
        TIMESPEC,
        /// `struct timespec` with 64-bit fields on every ABI.
        TIMESPEC64,
        /// `struct timeval` with words of the ABI.
        TIMEVAL
    }

    private TimeArgs() {}

    private static boolean wide(Task t, Layout layout) {
        return layout == Layout.TIMESPEC64 || t.abi().is64();
    }

    /// Bytes of a structure.
    static int size(Task t, Layout layout) {
        return wide(t, layout) ? 16 : 8;
    }

    /// Reads a time in nanoseconds, cut to what fits.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for a negative time or a fraction out of range
    static long nanos(Task t, long address, Layout layout) {
        UserMemory m = t.memory();
        boolean wide = wide(t, layout);
        long seconds = wide ? m.getLong(address) : m.getInt(address);
        long fraction = wide ? m.getLong(address + 8) : m.getInt(address + 4);
        if (layout == Layout.TIMESPEC64 && !t.abi().is64()) {
            fraction = fraction << 32 >> 32;
        }
        if (layout == Layout.TIMEVAL) {
            if (seconds < 0 || fraction < 0) {
                throw Errno.EINVAL.exception();
            }
            seconds += fraction / 1_000_000;
            fraction = fraction % 1_000_000 * 1000;
        }
        if (seconds < 0 || fraction < 0 || fraction >= SECOND) {
            throw Errno.EINVAL.exception();
        }
        return Math.min(seconds, MOST_SECONDS) * SECOND + fraction;
    }

    static void put(Task t, long address, Layout layout, long nanos) {
        long seconds = nanos / SECOND;
        long fraction = nanos % SECOND;
        if (layout == Layout.TIMEVAL) {
            fraction /= 1000;
        }
        UserMemory m = t.memory();
        if (wide(t, layout)) {
            m.putLong(address, seconds);
            m.putLong(address + 8, fraction);
        } else {
            m.putInt(address, (int) seconds);
            m.putInt(address + 4, (int) fraction);
        }
    }

    /// The monotonic time `nanos` from now; never for a negative span.
    static long deadline(Task t, long nanos) {
        if (nanos < 0) {
            return Timers.NEVER;
        }
        long deadline = t.kernel().timers().now() + nanos;
        return deadline < 0 ? Timers.NEVER : deadline;
    }
}
