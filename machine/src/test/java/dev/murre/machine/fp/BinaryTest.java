package dev.murre.machine.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Soft binary32 and binary64 arithmetic against the host's and against exact decimals.
class BinaryTest {
    private static final long SEED = 20240607;
    private static final int ROUNDS = 20_000;

    private final long[] w = new long[2];
    private final Random random = new Random(SEED);

    private double next() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong() & 0x800f_ffff_ffff_ffffL);
            case 1 -> random.nextInt(100) - 50;
            case 2 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(80) - 40);
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    private static void assertSame(double expected, long bits, String what) {
        if (!Double.isNaN(expected)) {
            assertEquals(expected, Double.longBitsToDouble(bits), what);
        }
    }

    @Test
    void roundsToNearestAsTheHostDoes() {
        for (int i = 0; i < ROUNDS; i++) {
            double x = next();
            double y = next();
            long a = Double.doubleToRawLongBits(x);
            long b = Double.doubleToRawLongBits(y);
            int mode = FpMode.BINARY64;
            String what = x + " and " + y + ", seed " + SEED;
            assertSame(x + y, Binary.add(a, b, mode, w, 0), what);
            assertSame(x - y, Binary.subtract(a, b, mode, w, 0), what);
            assertSame(x * y, Binary.multiply(a, b, mode, w, 0), what);
            assertSame(x / y, Binary.divide(a, b, mode, w, 0), what);
            assertSame(Math.sqrt(x), Binary.squareRoot(a, mode, w, 0), what);
        }
    }

    @Test
    void roundsSinglesAsTheHostDoes() {
        for (int i = 0; i < ROUNDS; i++) {
            float x = Float.intBitsToFloat(random.nextInt());
            float y = Float.intBitsToFloat(random.nextInt());
            long a = Float.floatToRawIntBits(x) & 0xffff_ffffL;
            long b = Float.floatToRawIntBits(y) & 0xffff_ffffL;
            float product = Float.intBitsToFloat((int) Binary.multiply(a, b, 0, w, 0));
            float quotient = Float.intBitsToFloat((int) Binary.divide(a, b, 0, w, 0));
            if (!Float.isNaN(x) && !Float.isNaN(y)) {
                assertEquals(x * y, product, x + " * " + y);
                assertEquals(x / y, quotient, x + " / " + y);
            }
        }
    }

    @Test
    void directedRoundingEnclosesTheExactProduct() {
        for (int i = 0; i < ROUNDS; i++) {
            double x = Math.scalb(random.nextDouble() - 0.5, random.nextInt(60));
            double y = Math.scalb(random.nextDouble() - 0.5, random.nextInt(60));
            long a = Double.doubleToRawLongBits(x);
            long b = Double.doubleToRawLongBits(y);
            w[0] = 0;
            double down = Double.longBitsToDouble(product(a, b, FpMode.DOWN));
            double up = Double.longBitsToDouble(product(a, b, FpMode.UP));
            double zero = Double.longBitsToDouble(product(a, b, FpMode.ZERO));
            BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y));
            boolean isExact = new BigDecimal(down).compareTo(exact) == 0;
            assertEquals((w[0] & FpFlag.INEXACT) == 0, isExact);
            assertEquals(isExact ? down : Math.nextUp(down), up);
            assertEquals(exact.signum() < 0 ? up : down, zero);
            assertEquals(-1, isExact ? -1 : new BigDecimal(down).compareTo(exact));
        }
    }

    private long product(long a, long b, int rounding) {
        return Binary.multiply(a, b, FpMode.BINARY64 | rounding, w, 0);
    }

    @Test
    void flagsAreThoseOfTheException() {
        long one = Double.doubleToRawLongBits(1);
        long tiny = Double.doubleToRawLongBits(Double.MIN_NORMAL);
        long huge = Double.doubleToRawLongBits(Double.MAX_VALUE);
        long third = Double.doubleToRawLongBits(3);
        assertEquals(FpFlag.DIVIDE_BY_ZERO, flagsOfDivision(one, 0));
        assertEquals(FpFlag.INVALID, flagsOfDivision(0, 0));
        assertEquals(FpFlag.UNDERFLOW | FpFlag.INEXACT, flagsOfDivision(tiny, third));
        assertEquals(FpFlag.OVERFLOW | FpFlag.INEXACT, flagsOfDivision(huge, tiny));
        assertEquals(FpFlag.DENORMAL, flagsOfDivision(1, one));
        assertEquals(0, flagsOfDivision(one, one));
    }

    private int flagsOfDivision(long a, long b) {
        w[0] = 0;
        Binary.divide(a, b, FpMode.BINARY64, w, 0);
        return (int) w[0] & FpFlag.ALL;
    }

    @Test
    void firstNaNWinsUnlessTheModeSaysOtherwise() {
        long quiet = 0x7ff8_0000_0000_0001L;
        long signalling = 0x7ff0_0000_0000_0002L;
        assertEquals(quiet, Binary.add(quiet, signalling, FpMode.BINARY64, w, 0));
        int arm = FpMode.BINARY64 | FpMode.SIGNALLING_FIRST;
        assertEquals(0x7ff8_0000_0000_0002L, Binary.add(quiet, signalling, arm, w, 0));
        int standard = arm | FpMode.DEFAULT_NAN | FpMode.POSITIVE_DEFAULT_NAN;
        assertEquals(0x7ff8_0000_0000_0000L, Binary.add(quiet, signalling, standard, w, 0));
    }

    @Test
    void integersThatDoNotFitAreIndefinite() {
        long big = Double.doubleToRawLongBits(0x1p31);
        assertEquals(Integer.MIN_VALUE, BinaryConvert.toSigned(big, 32, FpMode.BINARY64, w, 0));
        long half = Double.doubleToRawLongBits(2.5);
        assertEquals(2, BinaryConvert.toSigned(half, 32, FpMode.BINARY64, w, 0));
        int up = FpMode.BINARY64 | FpMode.UP;
        assertEquals(3, BinaryConvert.toSigned(half, 32, up, w, 0));
    }
}
