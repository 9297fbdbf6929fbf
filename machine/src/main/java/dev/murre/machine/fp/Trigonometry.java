package dev.murre.machine.fp;

/// Sine, cosine, tangent and arc tangent of extended numbers, to about 100 bits.
///
/// Angles are reduced by a quarter of a circle that rests on the x87's π of 66 bits ("Intel SDM
/// vol. 1, Approximation of Pi"), which AMD's processors use as well: the results are those of the
/// instructions, not the mathematical ones, where that matters.
public final class Trigonometry {
    /// Angles from 2^63 on are out of range: the instructions leave them alone.
    private static final int LIMIT = Extended.BIAS + 63;

    private static final double PI_HI = 0x1.921fb54442d18p1;
    private static final double PI_LO = 0x1.1a62633145c07p-53;

    /// π/2 of 66 bits times 2^65.
    private static final long QUARTER_HI = 3;

    private static final long QUARTER_LO = 0x243f_6a88_85a3_08d3L;
    private static final int QUARTER_SHIFT = 65;

    /// Below this exponent the second term of a series does nothing but decide the rounding.
    private static final int TINY = -45;

    /// Below this exponent an angle changes nothing but the rounding when it is added to another.
    private static final int NOTHING = -120;

    private Trigonometry() {}

    /// The functions of one angle.
    public enum Function {
        SINE,
        COSINE,
        TANGENT
    }

    /// False for finite angles that the functions do not take.
    public static boolean isInRange(long m, int se) {
        boolean large = (se & Extended.EXPONENT) >= LIMIT;
        return !large || Extended.kind(m, se) >= Extended.INFINITE;
    }

    /// The function of an angle in range.
    public static long compute(Function function, long m, int se, int mode, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind >= Extended.QUIET_NAN) {
            return Extended.quieted(m, se, kind, w, k);
        }
        if (kind == Extended.INFINITE) {
            return Extended.invalid(w, k);
        }
        Extended.noteSubnormals(kind, kind, w, k);
        int sign = se >>> 15;
        if (kind == Extended.ZERO) {
            return function == Function.COSINE
                    ? Extended.pack(0, Extended.BIAS, Extended.ONE, w, k)
                    : Extended.pack(sign, 0, 0, w, k);
        }
        int exp = Extended.exponent(m, se);
        m = Extended.normalised(m);
        if (exp <= TINY) {
            return switch (function) {
                case SINE -> justBelow(sign, exp, m, mode, w, k);
                case COSINE -> Rounder.round(0, -1, -1, -1, mode, w, k);
                case TANGENT -> Rounder.round(sign, exp, m, 1, mode, w, k);
            };
        }
        DoubleDouble r = new DoubleDouble();
        int quadrant = reduce(m, exp, r);
        return evaluate(function, sign, quadrant, r).round(0, mode, w, k);
    }

    private static long justBelow(int sign, int exp, long m, int mode, long[] w, int k) {
        return m == Extended.ONE
                ? Rounder.round(sign, exp - 1, -1, -1, mode, w, k)
                : Rounder.round(sign, exp, m - 1, -1, mode, w, k);
    }

    private static DoubleDouble evaluate(
            Function function, int sign, int quadrant, DoubleDouble r) {
        boolean odd = (quadrant & 1) != 0;
        DoubleDouble result;
        boolean negative;
        switch (function) {
            case SINE -> {
                result = odd ? Series.cosine(r) : Series.sine(r);
                negative = quadrant >= 2 != (sign != 0);
            }
            case COSINE -> {
                result = odd ? Series.sine(r) : Series.cosine(r);
                negative = quadrant == 1 || quadrant == 2;
            }
            default -> {
                result = odd ? Series.cosine(r) : Series.sine(r);
                result.divide(odd ? Series.sine(r) : Series.cosine(r));
                negative = odd != (sign != 0);
            }
        }
        return negative ? result.negate() : result;
    }

    /// Takes whole quarters off m × 2^(exp - 63).
    ///
    /// @param r receives the rest, between -π/4 and π/4
    /// @return the number of quarters, modulo 4
    private static int reduce(long m, int exp, DoubleDouble r) {
        if (exp < -1) {
            r.setUnsigned(m).scale(Math.scalb(1.0, exp - 63));
            return 0;
        }
        long high = 0;
        long low = m;
        int quarters = 0;
        for (int i = exp - 63 + QUARTER_SHIFT; ; i--) {
            boolean over =
                    high > QUARTER_HI
                            || (high == QUARTER_HI && Long.compareUnsigned(low, QUARTER_LO) >= 0);
            if (over) {
                high -= QUARTER_HI + (Long.compareUnsigned(low, QUARTER_LO) < 0 ? 1 : 0);
                low -= QUARTER_LO;
                quarters++;
            }
            if (i <= 0) {
                break;
            }
            high = (high << 1) | (low >>> 63);
            low <<= 1;
            quarters <<= 1;
        }
        r.setUnsigned(low).add(high * 0x1p64, 0).scale(0x1p-65);
        if (r.hi > Math.PI / 4) {
            DoubleDouble quarter = new DoubleDouble().setUnsigned(QUARTER_LO);
            quarter.add(QUARTER_HI * 0x1p64, 0).scale(0x1p-65);
            r.subtract(quarter);
            quarters++;
        }
        return quarters & 3;
    }

    /// The angle of the point (x, y) (FPATAN: y in ST(1), x in ST(0)).
    public static long arcTangent(long xm, int xse, long ym, int yse, int mode, long[] w, int k) {
        int xk = Extended.kind(xm, xse);
        int yk = Extended.kind(ym, yse);
        if (xk >= Extended.QUIET_NAN || yk >= Extended.QUIET_NAN) {
            return Extended.chooseNaN(xm, xse, xk, ym, yse, yk, w, k);
        }
        Extended.noteSubnormals(xk, yk, w, k);
        boolean left = xse >= 0x8000;
        int sign = yse >>> 15;
        boolean flat = yk == Extended.ZERO || (xk == Extended.INFINITE && yk != Extended.INFINITE);
        if (flat && !left) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        DoubleDouble angle = new DoubleDouble();
        if (flat) {
            angle.set(PI_HI, PI_LO);
        } else if (xk == Extended.INFINITE) {
            angle.set(PI_HI, PI_LO).scale(0.25).multiply(left ? 3 : 1, 0);
        } else if (yk == Extended.INFINITE || xk == Extended.ZERO) {
            angle.set(PI_HI, PI_LO).scale(0.5);
        } else {
            return angleOf(xm, xse, ym, yse, angle, mode, w, k);
        }
        return (sign != 0 ? angle.negate() : angle).round(0, mode, w, k);
    }

    /// The angle of a point with finite coordinates that are not zero.
    private static long angleOf(
            long xm, int xse, long ym, int yse, DoubleDouble t, int mode, long[] w, int k) {
        boolean left = xse >= 0x8000;
        int sign = yse >>> 15;
        int distance = Extended.exponent(ym, yse) - Extended.exponent(xm, xse);
        DoubleDouble x = new DoubleDouble().setUnsigned(Extended.normalised(xm));
        DoubleDouble y = new DoubleDouble().setUnsigned(Extended.normalised(ym));
        boolean steep =
                distance > 0 || (distance == 0 && (y.hi > x.hi || (y.hi == x.hi && y.lo > x.lo)));
        t.set(steep ? x : y).divide(steep ? y : x);
        int scale = -Math.abs(distance);
        if (scale <= TINY && !steep && !left) {
            t.multiply(sign != 0 ? -1 : 1, sign != 0 ? 0x1p-100 : -0x1p-100);
            return t.round(scale, mode, w, k);
        }
        if (scale <= NOTHING) {
            t.set(0x1p-110, 0);
        } else {
            Series.arcTangent(t.scale(Math.scalb(1.0, scale)));
        }
        if (steep) {
            DoubleDouble half = new DoubleDouble().set(PI_HI, PI_LO).scale(0.5);
            t.set(left ? half.add(t) : half.subtract(t));
        } else if (left) {
            t.set(new DoubleDouble().set(PI_HI, PI_LO).subtract(t));
        }
        return (sign != 0 ? t.negate() : t).round(0, mode, w, k);
    }
}
