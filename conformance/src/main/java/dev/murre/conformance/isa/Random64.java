package dev.murre.conformance.isa;

/// SplitMix64: a small generator whose stream is fixed by its seed on every machine.
public final class Random64 {
    private long state;

    public Random64(long seed) {
        state = seed;
    }

    /// The stream of case `number` of a run with `seed`, independent of all other cases.
    public static Random64 ofCase(long seed, long number) {
        Random64 random = new Random64(seed * 0x9e3779b97f4a7c15L + number);
        return new Random64(random.next() ^ Long.rotateLeft(number, 32));
    }

    public long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// A number from 0 to `bound` - 1; `bound` is positive.
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// A number from `low` to `high`, both included.
    public int between(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    public boolean coin() {
        return next() < 0;
    }

    long pick(long... values) {
        return values[below(values.length)];
    }
}
