package dev.murre.machine.fp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// 80-bit arithmetic against exact numbers, and values that processors give.
class ExtendedTest {
    private static final long SEED = 77;
    private static final MathContext EXACT = new MathContext(60);

    private final long[] w = new long[2];
    private final Random random = new Random(SEED);

    private static BigDecimal value(long m, int se) {
        BigDecimal magnitude = new BigDecimal(new BigInteger(Long.toUnsignedString(m)));
        int exp = (se & 0x7fff) - 16383 - 63;
        BigDecimal power = BigDecimal.TWO.pow(Math.abs(exp));
        BigDecimal v = exp < 0 ? magnitude.divide(power) : magnitude.multiply(power);
        return se >= 0x8000 ? v.negate() : v;
    }

    private void assertNearest(BigDecimal exact, long m) {
        BigDecimal error = value(m, (int) w[1]).subtract(exact).abs();
        BigDecimal half = value(1, (int) w[1] & 0x7fff).divide(BigDecimal.TWO);
        assertTrue(error.compareTo(half) <= 0, () -> exact + " came out as " + m);
    }

    @Test
    void resultsAreTheNearestNumbers() {
        for (int i = 0; i < 5000; i++) {
            long am = random.nextLong() | Long.MIN_VALUE;
            long bm = random.nextLong() | Long.MIN_VALUE;
            int ae = 16383 + random.nextInt(70) - 35;
            int be = 16383 + random.nextInt(70) - 35;
            BigDecimal a = value(am, ae);
            BigDecimal b = value(bm, be);
            assertNearest(a.add(b), Extended.add(am, ae, bm, be, FpMode.EXTENDED, w, 0));
            assertNearest(a.multiply(b), Extended.multiply(am, ae, bm, be, FpMode.EXTENDED, w, 0));
            long quotient = Extended.divide(am, ae, bm, be, FpMode.EXTENDED, w, 0);
            assertNearest(a.divide(b, EXACT), quotient);
            long root = Extended.squareRoot(am, ae, FpMode.EXTENDED, w, 0);
            assertNearest(a.sqrt(EXACT), root);
        }
    }

    @Test
    void remainderGivesTheQuotientsLowBits() {
        long seventeen = ExtendedConvert.fromLong(17, w, 0);
        int seventeenSe = (int) w[1];
        long five = ExtendedConvert.fromLong(5, w, 0);
        int fiveSe = (int) w[1];
        w[0] = 0;
        long r =
                ExtendedRemainder.remainder(
                        seventeen,
                        seventeenSe,
                        five,
                        fiveSe,
                        ExtendedRemainder.Quotient.TRUNCATED,
                        FpMode.EXTENDED,
                        w,
                        0);
        assertEquals(0, value(r, (int) w[1]).compareTo(BigDecimal.TWO));
        assertEquals(ExtendedRemainder.BIT0 | ExtendedRemainder.BIT1, (int) w[0]);
    }

    @Test
    void pseudoNumbersAreInvalid() {
        w[0] = 0;
        long r = Extended.add(1, 0x4000, Extended.ONE, 0x3fff, FpMode.EXTENDED, w, 0);
        assertEquals(Extended.INDEFINITE, r);
        assertEquals(FpFlag.INVALID, (int) w[0]);
    }

    /// Significands of FSIN(1), FCOS(1), F2XM1(0.5), FYL2X(1, 10) and FPATAN(1, 3) on an AMD EPYC.
    @Test
    void transcendentalFunctionsAgreeWithTheProcessor() {
        int mode = FpMode.EXTENDED;
        long one = Extended.ONE;
        int e = 0x3fff;
        long sine = Trigonometry.compute(Trigonometry.Function.SINE, one, e, mode, w, 0);
        assertEquals(0xd76aa47848677021L, sine);
        long cosine = Trigonometry.compute(Trigonometry.Function.COSINE, one, e, mode, w, 0);
        assertEquals(0x8a51407da8345c92L, cosine);
        long exponential = Transcendental.exponential(one, e - 1, mode, w, 0);
        assertEquals(0xd413cccfe7799211L, exponential);
        long ten = 0xa000_0000_0000_0000L;
        long logarithm = Transcendental.logarithm(ten, e + 3, one, e, mode, w, 0);
        assertEquals(0xd49a784bcd1b8afeL, logarithm);
        long three = 0xc000_0000_0000_0000L;
        long angle = Trigonometry.arcTangent(three, e + 1, one, e, mode, w, 0);
        assertEquals(0xa4bc7d1934f70924L, angle);
    }

    /// With the x87's π of 66 bits the sine of the nearest extended number to π is -2^-64.
    @Test
    void anglesAreReducedByTheProcessorsPi() {
        long pi = 0xc90fdaa22168c235L;
        Trigonometry.Function function = Trigonometry.Function.SINE;
        long sine = Trigonometry.compute(function, pi, 0x4000, FpMode.EXTENDED, w, 0);
        assertEquals(Extended.ONE, sine);
        assertEquals(0xbfbf, (int) w[1]);
    }
}
