package dev.murre.kernel.base;

/// The source of randomness: the host's, or a seeded one when the machine is to repeat itself.
public interface Entropy {
    /// Fills part of an array with random bytes.
    void fill(byte[] target, int offset, int length);

    /// Eight random bytes.
    default long nextLong() {
        byte[] eight = new byte[8];
        fill(eight, 0, 8);
        long value = 0;
        for (byte b : eight) {
            value = value << 8 | b & 0xff;
        }
        return value;
    }
}
