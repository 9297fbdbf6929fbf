package dev.murre.kernel.event;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The eight bytes that counters are read and written as.
final class WordBuffer {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes = new byte[Long.BYTES];

    /// Whether a buffer is large enough to carry a counter.
    static boolean fits(IoBuf buffer) {
        return buffer.remaining() >= Long.BYTES;
    }

    static long tooSmall() {
        return -Errno.EINVAL.number;
    }

    long put(IoBuf target, long value) {
        LONG.set(bytes, 0, value);
        target.put(bytes, 0, Long.BYTES);
        return Long.BYTES;
    }

    long get(IoBuf source) {
        source.get(bytes, 0, Long.BYTES);
        return (long) LONG.get(bytes, 0);
    }
}
