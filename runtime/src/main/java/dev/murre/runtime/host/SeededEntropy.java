package dev.murre.runtime.host;

import dev.murre.kernel.base.Entropy;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The same bytes for the same seed, for machines that repeat themselves.
public final class SeededEntropy implements Entropy {
    private final RandomGenerator generator;
    private long word;
    private int bytesLeft;

    public SeededEntropy(long seed) {
        generator = new SplittableRandom(seed);
    }

    @Override
    public void fill(byte[] target, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytesLeft == 0) {
                word = generator.nextLong();
                bytesLeft = Long.BYTES;
            }
            target[i] = (byte) word;
            word >>>= 8;
            bytesLeft--;
        }
    }
}
