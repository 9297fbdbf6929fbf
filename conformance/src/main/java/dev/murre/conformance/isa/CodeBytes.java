package dev.murre.conformance.isa;

import java.util.Arrays;

/// A growing instruction encoding.
final class CodeBytes {
    private byte[] bytes = new byte[32];
    private int length;

    int length() {
        return length;
    }

    void add(int value) {
        bytes[length++] = (byte) value;
    }

    void addAll(byte[] values) {
        for (byte value : values) {
            add(value);
        }
    }

    /// The low `count` bytes of `value`.
    void addNumber(long value, int count) {
        for (int i = 0; i < count; i++) {
            add((int) (value >> 8 * i));
        }
    }

    void putInt(int at, int value) {
        Bytes.putInt(bytes, at, value);
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }
}
