package dev.murre.conformance.isa;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Little-endian access to byte arrays.
final class Bytes {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private Bytes() {}

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    static int getShort(byte[] from, int at) {
        return (short) SHORT.get(from, at) & 0xffff;
    }

    static int getInt(byte[] from, int at) {
        return (int) INT.get(from, at);
    }

    static long getLong(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    static void putShort(byte[] to, int at, int value) {
        SHORT.set(to, at, (short) value);
    }

    static void putInt(byte[] to, int at, int value) {
        INT.set(to, at, value);
    }

    static void putLong(byte[] to, int at, long value) {
        LONG.set(to, at, value);
    }
}
