package dev.murre.machine.fp;

/// Powers of two, logarithms and arc tangents of extended numbers, rounded as the mode says. The
/// results are computed to about 100 bits, so nearly all of them are correctly rounded, which the
/// processors that have these instructions do not promise. Like theirs, exact results count as
/// inexact.
public final class Transcendental {
    private static final double LN2_HI = 0x1.62e42fefa39efp-1;
    private static final double LN2_LO = 0x1.abc9e3b39803fp-56;
    private static final double LOG2_E_HI = 0x1.71547652b82fep0;
    private static final double LOG2_E_LO = 0x1.777d0ffda0d24p-56;

    /// Below this exponent only the first term of a series reaches the result.
    private static final int TINY = -120;

    /// √2 as a significand.
    private static final long SQUARE_ROOT_OF_TWO = 0xb504_f333_f9de_6484L;

    private Transcendental() {}

    /// 2^x - 1 for |x| ≤ 1; beyond that x itself (F2XM1).
    public static long exponential(long m, int se, int mode, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind >= Extended.QUIET_NAN) {
            return Extended.quieted(m, se, kind, w, k);
        }
        if (kind == Extended.INFINITE) {
            return se < 0x8000 ? Extended.pack(0, se, m, w, k) : minusOne(w, k);
        }
        Extended.noteSubnormals(kind, kind, w, k);
        if (kind == Extended.ZERO) {
            return Extended.pack(se >>> 15, 0, 0, w, k);
        }
        int exp = Extended.exponent(m, se);
        m = Extended.normalised(m);
        int sign = se >>> 15;
        if (exp >= 0) {
            w[k] |= FpFlag.INEXACT;
            boolean minusOne = exp == 0 && m == Extended.ONE && sign != 0;
            return Extended.pack(sign, Extended.BIAS + (minusOne ? -1 : exp), m, w, k);
        }
        DoubleDouble x = new DoubleDouble().setUnsigned(m).scale(sign != 0 ? -0x1p-63 : 0x1p-63);
        x.multiply(LN2_HI, LN2_LO);
        if (exp <= TINY) {
            return x.round(exp, mode, w, k);
        }
        Series.exponentialMinusOne(x.scale(Math.scalb(1.0, exp)));
        return x.round(0, mode, w, k);
    }

    private static long minusOne(long[] w, int k) {
        return Extended.pack(1, Extended.BIAS, Extended.ONE, w, k);
    }

    /// y·log2 x (FYL2X).
    public static long logarithm(long xm, int xse, long ym, int yse, int mode, long[] w, int k) {
        int xk = Extended.kind(xm, xse);
        int yk = Extended.kind(ym, yse);
        if (xk >= Extended.QUIET_NAN || yk >= Extended.QUIET_NAN) {
            return Extended.chooseNaN(xm, xse, xk, ym, yse, yk, w, k);
        }
        int sign = yse >>> 15;
        if (xk == Extended.ZERO) {
            return logarithmOfZero(sign, yk, w, k);
        }
        if (xse >= 0x8000) {
            return Extended.invalid(w, k);
        }
        boolean one = xk == Extended.NORMAL && xse == Extended.BIAS && xm == Extended.ONE;
        boolean meaningless =
                (one && yk == Extended.INFINITE)
                        || (xk == Extended.INFINITE && yk == Extended.ZERO);
        if (meaningless) {
            return Extended.invalid(w, k);
        }
        Extended.noteSubnormals(xk, yk, w, k);
        if (one) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        int below = xk == Extended.SUBNORMAL || (xse & Extended.EXPONENT) < Extended.BIAS ? 1 : 0;
        if (xk == Extended.INFINITE || yk == Extended.INFINITE) {
            return Extended.pack(sign ^ below, Extended.EXPONENT, Extended.ONE, w, k);
        }
        if (yk == Extended.ZERO) {
            return Extended.pack(sign ^ below, 0, 0, w, k);
        }
        int exp = Extended.exponent(xm, xse);
        return logarithmOf(Extended.normalised(xm), exp, ym, yse, mode, w, k);
    }

    private static long logarithmOfZero(int sign, int yk, long[] w, int k) {
        if (yk == Extended.ZERO) {
            return Extended.invalid(w, k);
        }
        if (yk != Extended.INFINITE) {
            w[k] |= FpFlag.DIVIDE_BY_ZERO;
        }
        return Extended.pack(sign ^ 1, Extended.EXPONENT, Extended.ONE, w, k);
    }

    private static long logarithmOf(long m, int exp, long ym, int yse, int mode, long[] w, int k) {
        if (m == Extended.ONE) {
            w[k] |= FpFlag.INEXACT;
            long e = ExtendedConvert.fromLong(exp, w, k);
            return Extended.multiply(e, (int) w[k + 1], ym, yse, mode, w, k);
        }
        double unit = 0x1p-63;
        if (Long.compareUnsigned(m, SQUARE_ROOT_OF_TWO) > 0) {
            unit = 0x1p-64;
            exp++;
        }
        DoubleDouble x = new DoubleDouble().setUnsigned(m).scale(unit);
        Series.logarithm(x).multiply(LOG2_E_HI, LOG2_E_LO);
        return timesY(new DoubleDouble().set(exp, 0).add(x), 0, ym, yse, mode, w, k);
    }

    /// Rounds x·2^scale times y.
    private static long timesY(
            DoubleDouble x, int scale, long ym, int yse, int mode, long[] w, int k) {
        int sign = yse >>> 15;
        DoubleDouble y = new DoubleDouble().setUnsigned(Extended.normalised(ym));
        y.scale(sign != 0 ? -0x1p-63 : 0x1p-63);
        return x.multiply(y).round(scale + Extended.exponent(ym, yse), mode, w, k);
    }

    /// y·log2(x + 1) (FYL2XP1); for x ≤ -1 it is x.
    public static long logarithmOfSuccessor(
            long xm, int xse, long ym, int yse, int mode, long[] w, int k) {
        int xk = Extended.kind(xm, xse);
        int yk = Extended.kind(ym, yse);
        if (xk >= Extended.QUIET_NAN || yk >= Extended.QUIET_NAN) {
            return Extended.chooseNaN(xm, xse, xk, ym, yse, yk, w, k);
        }
        int sign = (xse ^ yse) >>> 15;
        if ((xk == Extended.ZERO && yk == Extended.INFINITE)
                || (xk == Extended.INFINITE && (yk == Extended.ZERO || xse >= 0x8000))) {
            return Extended.invalid(w, k);
        }
        Extended.noteSubnormals(xk, yk, w, k);
        if (xk == Extended.INFINITE || yk == Extended.INFINITE) {
            return Extended.pack(sign, Extended.EXPONENT, Extended.ONE, w, k);
        }
        if (xk == Extended.ZERO || yk == Extended.ZERO) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        int exp = Extended.exponent(xm, xse);
        boolean negative = xse >= 0x8000;
        if (negative && exp >= 0) {
            w[k] |= FpFlag.INEXACT;
            w[k + 1] = xse;
            return xm;
        }
        DoubleDouble x = new DoubleDouble().setUnsigned(Extended.normalised(xm));
        x.scale(negative ? -0x1p-63 : 0x1p-63);
        if (exp <= TINY) {
            return timesY(x.multiply(LOG2_E_HI, LOG2_E_LO), exp, ym, yse, mode, w, k);
        }
        if (exp >= 0) {
            return logarithmOfSum(xm, xse, ym, yse, mode, w, k);
        }
        logarithmOfSuccessor(x.scale(Math.scalb(1.0, exp)));
        return timesY(x, 0, ym, yse, mode, w, k);
    }

    /// x becomes log2(x + 1), for x between -1 and 1.
    private static void logarithmOfSuccessor(DoubleDouble x) {
        if (Math.abs(x.hi) <= Series.NEAR_ONE) {
            Series.logarithmNearOne(x).multiply(LOG2_E_HI, LOG2_E_LO);
            return;
        }
        x.add(1, 0);
        int exp = Math.getExponent(x.hi);
        x.scale(Math.scalb(1.0, -exp));
        if (x.hi > 1.4) {
            x.scale(0.5);
            exp++;
        }
        Series.logarithm(x).multiply(LOG2_E_HI, LOG2_E_LO).add(exp, 0);
    }

    /// For x ≥ 1, where the sum with 1 may as well be rounded to 64 bits.
    private static long logarithmOfSum(
            long xm, int xse, long ym, int yse, int mode, long[] w, int k) {
        long flags = w[k];
        long m = Extended.add(xm, xse, Extended.ONE, Extended.BIAS, FpMode.EXTENDED, w, k);
        int exp = Extended.exponent(m, (int) w[k + 1]);
        w[k] = flags;
        return logarithmOf(m, exp, ym, yse, mode, w, k);
    }
}
