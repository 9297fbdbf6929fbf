package dev.murre.machine.memory;

import jdk.internal.misc.Unsafe;

/// The accesses of {@link Host} and {@link Unchecked} by the JDK's own raw access; loaded only
/// where
/// {@link Host#RAW} says that it may be used.
final class RawHost {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    static final long FIRST_BYTE = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private RawHost() {}

    static byte get8(long address) {
        return UNSAFE.getByte(null, address);
    }

    static short get16(long address) {
        return UNSAFE.getShort(null, address);
    }

    static int get32(long address) {
        return UNSAFE.getInt(null, address);
    }

    static long get64(long address) {
        return UNSAFE.getLong(null, address);
    }

    static void put8(long address, byte value) {
        UNSAFE.putByte(null, address, value);
    }

    static void put16(long address, short value) {
        UNSAFE.putShort(null, address, value);
    }

    static void put32(long address, int value) {
        UNSAFE.putInt(null, address, value);
    }

    static void put64(long address, long value) {
        UNSAFE.putLong(null, address, value);
    }

    static int elementOffset(int index) {
        return (int) (Unsafe.ARRAY_LONG_BASE_OFFSET + (long) index * Unsafe.ARRAY_LONG_INDEX_SCALE);
    }

    static long element(long[] array, int offset) {
        return UNSAFE.getLong(array, (long) offset);
    }

    static void setElement(long[] array, int offset, long value) {
        UNSAFE.putLong(array, (long) offset, value);
    }

    static byte element(byte[] array, long index) {
        return UNSAFE.getByte(array, FIRST_BYTE + index);
    }
}
