package dev.murre.conformance.isa;

/// Values at which instructions tend to go wrong.
final class EdgeValues {
    private static final long[] INTEGERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        128,
        129,
        255,
        256,
        0x7fff,
        0x8000,
        0xffff,
        0x10000,
        0x7fffffffL,
        0x80000000L,
        0x80000001L,
        0xffffffffL,
        0x100000000L,
        0x7fffffffffffffffL,
        0x8000000000000000L,
        0x8000000000000001L,
        -1,
        -2,
        -3,
        -8,
        -128,
        -129,
        -32768,
        -65536,
        0x5555555555555555L,
        0xaaaaaaaaaaaaaaaaL,
        0x0123456789abcdefL,
        0x8080808080808080L,
        0x7f7f7f7f7f7f7f7fL,
        0x00ff00ff00ff00ffL,
        0x1000010000000001L
    };

    private static final int[] FLOATS = {
        0,
        0x80000000,
        0x3f800000,
        0xbf800000,
        0x3f000000,
        0x40000000,
        0x7f800000,
        0xff800000,
        0x7fc00000,
        0xffc00000,
        0x7f800001,
        0xff800001,
        0x7fa00000,
        0x7fffffff,
        1,
        0x80000001,
        0x007fffff,
        0x807fffff,
        0x00800000,
        0x80800000,
        0x7f7fffff,
        0xff7fffff,
        0x4effffff,
        0x4f000000,
        0xcf000000,
        0x4f800000,
        0x5f000000,
        0xdf000000,
        0x34000000,
        0x33800000,
        0x3fffffff,
        0x4b000000,
        0x4b7fffff,
        0x4b000001,
        0x3effffff,
        0x40490fdb,
        0x41200000
    };

    private static final long[] DOUBLES = {
        0,
        0x8000000000000000L,
        0x3ff0000000000000L,
        0xbff0000000000000L,
        0x3fe0000000000000L,
        0x4000000000000000L,
        0x7ff0000000000000L,
        0xfff0000000000000L,
        0x7ff8000000000000L,
        0xfff8000000000000L,
        0x7ff0000000000001L,
        0xfff4000000000000L,
        0x7fffffffffffffffL,
        1,
        0x8000000000000001L,
        0x000fffffffffffffL,
        0x800fffffffffffffL,
        0x0010000000000000L,
        0x8010000000000000L,
        0x7fefffffffffffffL,
        0xffefffffffffffffL,
        0x41dfffffffc00000L,
        0x41e0000000000000L,
        0xc1e0000000000000L,
        0xc1e0000000200000L,
        0x43e0000000000000L,
        0xc3e0000000000000L,
        0x43dfffffffffffffL,
        0x3cb0000000000000L,
        0x3ca0000000000000L,
        0x3690000000000000L,
        0x36a0000000000000L,
        0x380fffffffffffffL,
        0x3810000000000000L,
        0x47efffffe0000000L,
        0x47effffff0000000L,
        0x47f0000000000000L,
        0x3fdfffffffffffffL,
        0x4330000000000000L,
        0x4330000000000001L,
        0x400921fb54442d18L,
        0x4024000000000000L
    };

    private static final int[] EXPONENTS_80 = {
        0, 1, 0x7fff, 0x7ffe, 0x3fff, 0x3ffe, 0x4000, 0x3c00, 0x3c01, 0x3bff, 0x43fe, 0x43ff,
        0x3f80, 0x3f81, 0x3f7f, 0x407e, 0x407f, 0x403d, 0x403e, 0x403f, 0x401d, 0x401e, 0x400d,
        0x400e, 0x3fc0, 0x3fbe, 0x4010
    };

    private static final long[] SIGNIFICANDS_80 = {
        0,
        1,
        0x8000000000000000L,
        0x8000000000000001L,
        0xc000000000000000L,
        0xc000000000000001L,
        0xffffffffffffffffL,
        0x7fffffffffffffffL,
        0x4000000000000000L,
        0xa000000000000000L,
        0xfffffffffffff800L,
        0xfffffffffffffc00L,
        0xfffffffffffff400L,
        0xffffff0000000000L,
        0xffffff8000000000L,
        0x8000008000000000L,
        0x8000000000000400L,
        0xc90fdaa22168c235L
    };

    private EdgeValues() {}

    static long integer(Random64 random) {
        int kind = random.below(10);
        if (kind < 5) {
            return INTEGERS[random.below(INTEGERS.length)];
        }
        if (kind < 8) {
            return random.next();
        }
        return kind == 8 ? random.below(256) : random.next() >> random.below(64);
    }

    static int float32(Random64 random) {
        return switch (random.below(4)) {
            case 0 -> (int) random.next();
            case 1 -> Float.floatToRawIntBits((float) (random.between(-40, 40) * 0.25));
            case 2 -> nearOne32(random);
            default -> FLOATS[random.below(FLOATS.length)];
        };
    }

    private static int nearOne32(Random64 random) {
        int exponent = 127 + random.between(-30, 30);
        return (int) random.next() & 0x807fffff | exponent << 23;
    }

    static long float64(Random64 random) {
        return switch (random.below(4)) {
            case 0 -> random.next();
            case 1 -> Double.doubleToRawLongBits(random.between(-40, 40) * 0.25);
            case 2 -> nearOne64(random);
            default -> DOUBLES[random.below(DOUBLES.length)];
        };
    }

    private static long nearOne64(Random64 random) {
        long exponent = 1023 + random.between(-60, 60);
        return random.next() & 0x800fffffffffffffL | exponent << 52;
    }

    /// Two operands' worth of 64 bits: a double, two floats, or integers.
    static long packed(Random64 random) {
        return switch (random.below(3)) {
            case 0 -> float64(random);
            case 1 -> (float32(random) & 0xffffffffL) | (long) float32(random) << 32;
            default -> integer(random);
        };
    }

    /// Writes a 10-byte x87 value at `at`, sometimes one of the unsupported encodings.
    static void float80(Random64 random, byte[] to, int at) {
        long significand;
        int exponent;
        switch (random.below(4)) {
            case 0 -> {
                significand = random.next();
                exponent = EXPONENTS_80[random.below(EXPONENTS_80.length)];
            }
            case 1 -> {
                int value = random.between(1, 1000);
                int zeros = Long.numberOfLeadingZeros(value);
                significand = (long) value << zeros;
                exponent = 0x3fff + 63 - zeros - random.below(3);
            }
            case 2 -> {
                significand = random.next() | Long.MIN_VALUE;
                exponent = 0x3fff + random.between(-70, 70);
            }
            default -> {
                significand = SIGNIFICANDS_80[random.below(SIGNIFICANDS_80.length)];
                exponent = EXPONENTS_80[random.below(EXPONENTS_80.length)];
            }
        }
        Bytes.putLong(to, at, significand);
        Bytes.putShort(to, at + 8, exponent | (random.coin() ? 0x8000 : 0));
    }
}
