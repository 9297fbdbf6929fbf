package dev.murre.machine.fp;

/// binary32 and binary64 arithmetic on their bit patterns (a binary32 in the low half of a
/// `long`).
///
/// Which of the two is the mode's [FpMode#FORMAT]. NaN results follow the mode's rules; by default
/// those of SSE ("Intel SDM vol. 1, Rules for handling NaNs"): the first operand that is a NaN,
/// made quiet.
public final class Binary {
    private static final long SIGNIFICAND_64 = (1L << 52) - 1;
    private static final long SIGNIFICAND_32 = (1L << 23) - 1;

    private Binary() {}

    /// The kinds of number, in an order that makes "is finite and not zero" one comparison.
    static final int NORMAL = 0;

    static final int SUBNORMAL = 1;
    static final int ZERO = 2;
    static final int INFINITE = 3;
    static final int QUIET_NAN = 4;
    static final int SIGNALLING_NAN = 5;

    /// What sort of number `bits` is; a subnormal counts as zero where the mode says so.
    static int kind(long bits, int mode) {
        boolean wide = isWide(mode);
        long fraction = bits & (wide ? SIGNIFICAND_64 : SIGNIFICAND_32);
        int biased = biased(bits, wide);
        if (biased == (wide ? 0x7ff : 0xff)) {
            if (fraction == 0) {
                return INFINITE;
            }
            return fraction >>> (wide ? 51 : 22) != 0 ? QUIET_NAN : SIGNALLING_NAN;
        }
        if (biased != 0) {
            return NORMAL;
        }
        return fraction == 0 || (mode & FpMode.DENORMALS_ARE_ZERO) != 0 ? ZERO : SUBNORMAL;
    }

    public static boolean isSubnormal(long bits, int mode) {
        return kind(bits, mode) == SUBNORMAL;
    }

    static boolean isWide(int mode) {
        return (mode & FpMode.FORMAT) == FpMode.BINARY64;
    }

    private static int biased(long bits, boolean wide) {
        return wide ? (int) (bits >>> 52) & 0x7ff : (int) (bits >>> 23) & 0xff;
    }

    static int sign(long bits, int mode) {
        return (int) (isWide(mode) ? bits >>> 63 : (bits >>> 31) & 1);
    }

    /// Exponent of the leading bit of a finite number that is not zero.
    static int exponent(long bits, int mode) {
        boolean wide = isWide(mode);
        int biased = biased(bits, wide);
        if (biased != 0) {
            return biased - (wide ? 1023 : 127);
        }
        long fraction = bits & (wide ? SIGNIFICAND_64 : SIGNIFICAND_32);
        int lead = 63 - Long.numberOfLeadingZeros(fraction);
        return wide ? lead - 1074 : lead - 149;
    }

    /// Significand with its leading bit at the top, of a finite number that is not zero.
    static long significand(long bits, int mode) {
        boolean wide = isWide(mode);
        long fraction = bits & (wide ? SIGNIFICAND_64 : SIGNIFICAND_32);
        if (biased(bits, wide) != 0) {
            return Long.MIN_VALUE | (fraction << (wide ? 11 : 40));
        }
        return fraction << Long.numberOfLeadingZeros(fraction);
    }

    static long negate(long bits, int mode) {
        return bits ^ (isWide(mode) ? Long.MIN_VALUE : 1L << 31);
    }

    /// The number itself, or its signed zero where it is subnormal and the mode has those be zero.
    public static long withoutSubnormal(long bits, int mode) {
        return kind(bits, mode) == ZERO ? bits & (isWide(mode) ? 1L << 63 : 1L << 31) : bits;
    }

    /// The result when an operand is a NaN.
    static long chooseNaN(long a, int ak, long b, int bk, int mode, long[] w, int k) {
        if (ak == SIGNALLING_NAN || bk == SIGNALLING_NAN) {
            w[k] |= FpFlag.INVALID;
        }
        if ((mode & FpMode.DEFAULT_NAN) != 0) {
            return Rounder.defaultNaN(mode, w, k);
        }
        boolean first = ak >= QUIET_NAN;
        if ((mode & FpMode.SIGNALLING_FIRST) != 0 && bk == SIGNALLING_NAN) {
            first = ak == SIGNALLING_NAN;
        }
        return (first ? a : b) | (isWide(mode) ? 1L << 51 : 1L << 22);
    }

    static long invalid(int mode, long[] w, int k) {
        w[k] |= FpFlag.INVALID;
        return Rounder.defaultNaN(mode, w, k);
    }

    private static void noteSubnormals(int ak, int bk, long[] w, int k) {
        if (ak == SUBNORMAL || bk == SUBNORMAL) {
            w[k] |= FpFlag.DENORMAL;
        }
    }

    public static long add(long a, long b, int mode, long[] w, int k) {
        return addSigned(a, b, sign(b, mode), mode, w, k);
    }

    public static long subtract(long a, long b, int mode, long[] w, int k) {
        return addSigned(a, b, sign(b, mode) ^ 1, mode, w, k);
    }

    /// a + b with b's sign replaced.
    private static long addSigned(long a, long b, int bs, int mode, long[] w, int k) {
        int ak = kind(a, mode);
        int bk = kind(b, mode);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(a, ak, b, bk, mode, w, k);
        }
        int as = sign(a, mode);
        if (ak == INFINITE && bk == INFINITE && as != bs) {
            return invalid(mode, w, k);
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == INFINITE || bk == INFINITE) {
            return Rounder.infinity(ak == INFINITE ? as : bs, mode, w, k);
        }
        if (ak == ZERO && bk == ZERO) {
            boolean down = (mode & FpMode.ROUNDING) == FpMode.DOWN;
            return Rounder.zero(as == bs ? as : down ? 1 : 0, mode, w, k);
        }
        if (ak == ZERO) {
            return again(b, bs, mode, w, k);
        }
        if (bk == ZERO) {
            return again(a, as, mode, w, k);
        }
        int ae = exponent(a, mode);
        int be = exponent(b, mode);
        long am = significand(a, mode);
        long bm = significand(b, mode);
        return Magnitude.add(as, ae, am, bs, be, bm, mode, w, k);
    }

    /// A finite non-zero number as a result of its own: a tiny one may still be flushed.
    private static long again(long a, int sign, int mode, long[] w, int k) {
        return Rounder.round(sign, exponent(a, mode), significand(a, mode), 0, mode, w, k);
    }

    public static long multiply(long a, long b, int mode, long[] w, int k) {
        int ak = kind(a, mode);
        int bk = kind(b, mode);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(a, ak, b, bk, mode, w, k);
        }
        if ((ak == INFINITE && bk == ZERO) || (ak == ZERO && bk == INFINITE)) {
            return invalid(mode, w, k);
        }
        noteSubnormals(ak, bk, w, k);
        int sign = sign(a, mode) ^ sign(b, mode);
        if (ak == INFINITE || bk == INFINITE) {
            return Rounder.infinity(sign, mode, w, k);
        }
        if (ak == ZERO || bk == ZERO) {
            return Rounder.zero(sign, mode, w, k);
        }
        int ae = exponent(a, mode);
        int be = exponent(b, mode);
        long am = significand(a, mode);
        long bm = significand(b, mode);
        return Magnitude.multiply(sign, ae, am, be, bm, mode, w, k);
    }

    public static long divide(long a, long b, int mode, long[] w, int k) {
        int ak = kind(a, mode);
        int bk = kind(b, mode);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(a, ak, b, bk, mode, w, k);
        }
        if (ak == bk && (ak == INFINITE || ak == ZERO)) {
            return invalid(mode, w, k);
        }
        int sign = sign(a, mode) ^ sign(b, mode);
        if (bk == ZERO && ak != INFINITE) {
            w[k] |= FpFlag.DIVIDE_BY_ZERO;
            return Rounder.infinity(sign, mode, w, k);
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == INFINITE) {
            return Rounder.infinity(sign, mode, w, k);
        }
        if (ak == ZERO || bk == INFINITE) {
            return Rounder.zero(sign, mode, w, k);
        }
        int ae = exponent(a, mode);
        int be = exponent(b, mode);
        long am = significand(a, mode);
        long bm = significand(b, mode);
        return Magnitude.divide(sign, ae, am, be, bm, mode, w, k);
    }

    public static long squareRoot(long a, int mode, long[] w, int k) {
        int ak = kind(a, mode);
        if (ak >= QUIET_NAN) {
            return chooseNaN(a, ak, a, ak, mode, w, k);
        }
        int sign = sign(a, mode);
        if (ak == ZERO) {
            return Rounder.zero(sign, mode, w, k);
        }
        if (sign != 0) {
            return invalid(mode, w, k);
        }
        noteSubnormals(ak, ak, w, k);
        if (ak == INFINITE) {
            return a;
        }
        return Magnitude.squareRoot(exponent(a, mode), significand(a, mode), mode, w, k);
    }

    /// The order of two numbers as [#compare] gives it.
    public static final int LESS = -1;

    public static final int EQUAL = 0;
    public static final int GREATER = 1;
    public static final int UNORDERED = 2;

    /// Compares, raising invalid for a signalling NaN, and for a quiet one if `quietToo`.
    ///
    /// @param quietRaises [FpFlag#INVALID] to have quiet NaNs raise it (COMISD, CMPLTPD), else
    ///     0
    /// @return [#LESS], [#EQUAL], [#GREATER] or [#UNORDERED]
    public static int compare(long a, long b, int quietRaises, int mode, long[] w, int k) {
        int ak = kind(a, mode);
        int bk = kind(b, mode);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            boolean signalling = ak == SIGNALLING_NAN || bk == SIGNALLING_NAN;
            w[k] |= signalling ? FpFlag.INVALID : quietRaises;
            return UNORDERED;
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == ZERO && bk == ZERO) {
            return EQUAL;
        }
        long x = ak == ZERO ? 0 : ordered(a, mode);
        long y = bk == ZERO ? 0 : ordered(b, mode);
        return Long.compare(x, y);
    }

    /// Sign-magnitude bits as an integer that orders the same way.
    private static long ordered(long bits, int mode) {
        if (isWide(mode)) {
            return bits < 0 ? -(bits & Long.MAX_VALUE) : bits;
        }
        long magnitude = bits & 0x7fff_ffffL;
        return (bits & 0x8000_0000L) != 0 ? -magnitude : magnitude;
    }
}
