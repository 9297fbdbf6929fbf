package dev.murre.conformance.isa;

import java.util.Set;

/// How close an approximated result has to come to the native one.
enum Tolerance {
    EXACT,
    /// RCPPS and its like: each maker's result is within 1.5 × 2^-12 of the true one.
    RECIPROCAL,
    /// FSIN and its like: a few units in the last place of a 64-bit significand.
    TRANSCENDENTAL;

    private static final double RECIPROCAL_ERROR = 0x1.8p-11;
    private static final int LAST_PLACES = 4;
    private static final Set<String> RECIPROCALS = Set.of("rcpps", "rcpss", "rsqrtps", "rsqrtss");
    private static final Set<String> TRANSCENDENTALS =
            Set.of("f2xm1", "fyl2x", "fptan", "fpatan", "fyl2xp1", "fsincos", "fsin", "fcos");

    /// What the instructions of `c` call for.
    static Tolerance of(IsaCase c) {
        for (Instruction i : c.code()) {
            if (RECIPROCALS.contains(i.name())) {
                return RECIPROCAL;
            }
            if (TRANSCENDENTALS.contains(i.name())) {
                return TRANSCENDENTAL;
            }
        }
        return EXACT;
    }

    /// Whether the x87 or XMM register at `at` is near enough in both FXSAVE images.
    boolean accepts(byte[] e, byte[] a, int at, int length) {
        return switch (this) {
            case EXACT -> false;
            case RECIPROCAL -> length == 16 && areNear(e, a, at);
            case TRANSCENDENTAL -> length == 10 && areClose(e, a, at);
        };
    }

    private static boolean areNear(byte[] e, byte[] a, int at) {
        for (int i = at; i < at + 16; i += 4) {
            int expected = Bytes.getInt(e, i);
            int actual = Bytes.getInt(a, i);
            float x = Float.intBitsToFloat(expected);
            float y = Float.intBitsToFloat(actual);
            if (expected != actual && !(Math.abs(x - y) <= Math.abs(x) * RECIPROCAL_ERROR)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areClose(byte[] e, byte[] a, int at) {
        long difference = Bytes.getLong(e, at) - Bytes.getLong(a, at);
        int exponents = Bytes.getShort(e, at + 8) - Bytes.getShort(a, at + 8);
        if (exponents == 0) {
            return Math.abs(difference) <= LAST_PLACES;
        }
        // Across a power of two the significand wraps round, from all ones to a one alone.
        long wrapped = difference * exponents - Long.MIN_VALUE;
        return Math.abs(exponents) == 1 && Math.abs(wrapped) <= LAST_PLACES;
    }
}
