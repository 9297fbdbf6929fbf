package dev.murre.machine.fp;

/// The x87's double-extended format: arithmetic on a significand (with its explicit leading bit)
/// and a 16-bit sign and biased exponent. Results: significand returned, sign and exponent in `w[k
/// + 1]`.
///
/// NaN results follow "Intel SDM vol. 1, table 4-7": of two NaNs the one with the larger
/// significand. Encodings the x87 no longer supports (unnormals, pseudo-infinities, pseudo-NaNs)
/// are invalid.
public final class Extended {
    public static final int EXPONENT = 0x7fff;
    static final int BIAS = 16383;
    static final long QUIET = 1L << 62;

    /// Significand of infinities and of powers of two.
    public static final long ONE = Long.MIN_VALUE;

    /// Significand and sign-exponent of the default NaN ("real indefinite").
    public static final long INDEFINITE = 3L << 62;

    public static final int INDEFINITE_SE = 0xffff;

    static final int NORMAL = 0;
    static final int SUBNORMAL = 1;
    static final int ZERO = 2;
    static final int INFINITE = 3;
    static final int QUIET_NAN = 4;
    static final int SIGNALLING_NAN = 5;
    static final int UNSUPPORTED = 6;

    private Extended() {}

    static int kind(long m, int se) {
        int exponent = se & EXPONENT;
        if (exponent == EXPONENT) {
            if (m >= 0) {
                return UNSUPPORTED;
            }
            return m == ONE ? INFINITE : (m & QUIET) != 0 ? QUIET_NAN : SIGNALLING_NAN;
        }
        if (exponent == 0) {
            return m == 0 ? ZERO : SUBNORMAL;
        }
        return m < 0 ? NORMAL : UNSUPPORTED;
    }

    /// The classes that FXAM tells apart.
    public enum Kind {
        NORMAL,
        SUBNORMAL,
        ZERO,
        INFINITE,
        NAN,
        UNSUPPORTED
    }

    public static Kind classify(long m, int se) {
        return switch (kind(m, se)) {
            case NORMAL -> Kind.NORMAL;
            case SUBNORMAL -> Kind.SUBNORMAL;
            case ZERO -> Kind.ZERO;
            case INFINITE -> Kind.INFINITE;
            case UNSUPPORTED -> Kind.UNSUPPORTED;
            default -> Kind.NAN;
        };
    }

    public static boolean isNaN(long m, int se) {
        return kind(m, se) >= QUIET_NAN;
    }

    /// Exponent of the leading bit of a finite, supported number that is not zero.
    static int exponent(long m, int se) {
        int biased = se & EXPONENT;
        return biased != 0 ? biased - BIAS : 1 - BIAS - Long.numberOfLeadingZeros(m);
    }

    static long normalised(long m) {
        return m << Long.numberOfLeadingZeros(m);
    }

    static long pack(int negative, int biased, long m, long[] w, int k) {
        w[k + 1] = (negative << 15) | biased;
        return m;
    }

    static long invalid(long[] w, int k) {
        w[k] |= FpFlag.INVALID;
        w[k + 1] = INDEFINITE_SE;
        return INDEFINITE;
    }

    static void noteSubnormals(int ak, int bk, long[] w, int k) {
        if (ak == SUBNORMAL || bk == SUBNORMAL) {
            w[k] |= FpFlag.DENORMAL;
        }
    }

    /// The result when an operand is a NaN or unsupported.
    static long chooseNaN(long am, int ase, int ak, long bm, int bse, int bk, long[] w, int k) {
        if (ak == UNSUPPORTED || bk == UNSUPPORTED) {
            return invalid(w, k);
        }
        if (ak == SIGNALLING_NAN || bk == SIGNALLING_NAN) {
            w[k] |= FpFlag.INVALID;
        }
        boolean first = ak >= QUIET_NAN;
        if (first && bk >= QUIET_NAN) {
            if (ak != bk) {
                first = ak == QUIET_NAN;
            } else {
                int c = Long.compareUnsigned(am, bm);
                first = c > 0 || (c == 0 && (ase & 0x8000) == 0);
            }
        }
        w[k + 1] = first ? ase : bse;
        return (first ? am : bm) | QUIET;
    }

    /// The one NaN operand, made quiet.
    static long quieted(long m, int se, int kind, long[] w, int k) {
        return chooseNaN(m, se, kind, m, se, kind, w, k);
    }

    public static long add(long am, int ase, long bm, int bse, int mode, long[] w, int k) {
        if (am < 0 && bm < 0) {
            int ae = ase & EXPONENT;
            int be = bse & EXPONENT;
            if (ae - 1 < EXPONENT - 1 && be - 1 < EXPONENT - 1 && ae != 0 && be != 0) {
                int as = ase >>> 15;
                int bs = bse >>> 15;
                return Magnitude.add(as, ae - BIAS, am, bs, be - BIAS, bm, mode, w, k);
            }
        }
        return addSpecial(am, ase, bm, bse, 0, mode, w, k);
    }

    public static long subtract(long am, int ase, long bm, int bse, int mode, long[] w, int k) {
        if (isNaN(am, ase) || isNaN(bm, bse)) {
            return addSpecial(am, ase, bm, bse, 0, mode, w, k);
        }
        return add(am, ase, bm, bse ^ 0x8000, mode, w, k);
    }

    private static long addSpecial(
            long am, int ase, long bm, int bse, int flip, int mode, long[] w, int k) {
        int ak = kind(am, ase);
        int bk = kind(bm, bse);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(am, ase, ak, bm, bse, bk, w, k);
        }
        int as = ase >>> 15;
        int bs = (bse >>> 15) ^ flip;
        if (ak == INFINITE && bk == INFINITE && as != bs) {
            return invalid(w, k);
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == INFINITE || bk == INFINITE) {
            return pack(ak == INFINITE ? as : bs, EXPONENT, ONE, w, k);
        }
        if (ak == ZERO && bk == ZERO) {
            boolean down = (mode & FpMode.ROUNDING) == FpMode.DOWN;
            return pack(as == bs ? as : down ? 1 : 0, 0, 0, w, k);
        }
        if (ak == ZERO) {
            return Rounder.round(bs, exponent(bm, bse), normalised(bm), 0, mode, w, k);
        }
        if (bk == ZERO) {
            return Rounder.round(as, exponent(am, ase), normalised(am), 0, mode, w, k);
        }
        int ae = exponent(am, ase);
        int be = exponent(bm, bse);
        return Magnitude.add(as, ae, normalised(am), bs, be, normalised(bm), mode, w, k);
    }

    public static long multiply(long am, int ase, long bm, int bse, int mode, long[] w, int k) {
        int ak = kind(am, ase);
        int bk = kind(bm, bse);
        int sign = (ase ^ bse) >>> 15;
        if ((ak | bk) == NORMAL) {
            int ae = (ase & EXPONENT) - BIAS;
            int be = (bse & EXPONENT) - BIAS;
            return Magnitude.multiply(sign, ae, am, be, bm, mode, w, k);
        }
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(am, ase, ak, bm, bse, bk, w, k);
        }
        if ((ak == INFINITE && bk == ZERO) || (ak == ZERO && bk == INFINITE)) {
            return invalid(w, k);
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == INFINITE || bk == INFINITE) {
            return pack(sign, EXPONENT, ONE, w, k);
        }
        if (ak == ZERO || bk == ZERO) {
            return pack(sign, 0, 0, w, k);
        }
        int ae = exponent(am, ase);
        int be = exponent(bm, bse);
        return Magnitude.multiply(sign, ae, normalised(am), be, normalised(bm), mode, w, k);
    }

    public static long divide(long am, int ase, long bm, int bse, int mode, long[] w, int k) {
        int ak = kind(am, ase);
        int bk = kind(bm, bse);
        int sign = (ase ^ bse) >>> 15;
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            return chooseNaN(am, ase, ak, bm, bse, bk, w, k);
        }
        if (ak == bk && (ak == INFINITE || ak == ZERO)) {
            return invalid(w, k);
        }
        if (bk == ZERO && ak != INFINITE) {
            w[k] |= FpFlag.DIVIDE_BY_ZERO;
            return pack(sign, EXPONENT, ONE, w, k);
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == INFINITE) {
            return pack(sign, EXPONENT, ONE, w, k);
        }
        if (ak == ZERO || bk == INFINITE) {
            return pack(sign, 0, 0, w, k);
        }
        int ae = exponent(am, ase);
        int be = exponent(bm, bse);
        return Magnitude.divide(sign, ae, normalised(am), be, normalised(bm), mode, w, k);
    }

    public static long squareRoot(long m, int se, int mode, long[] w, int k) {
        int kind = kind(m, se);
        if (kind >= QUIET_NAN) {
            return quieted(m, se, kind, w, k);
        }
        if (kind == ZERO) {
            return pack(se >>> 15, 0, 0, w, k);
        }
        if ((se & 0x8000) != 0) {
            return invalid(w, k);
        }
        if (kind == INFINITE) {
            return pack(0, EXPONENT, ONE, w, k);
        }
        noteSubnormals(kind, kind, w, k);
        return Magnitude.squareRoot(exponent(m, se), normalised(m), mode, w, k);
    }

    /// Compares as [Binary#compare] does.
    public static int compare(
            long am, int ase, long bm, int bse, int quietRaises, long[] w, int k) {
        int ak = kind(am, ase);
        int bk = kind(bm, bse);
        if (ak >= QUIET_NAN || bk >= QUIET_NAN) {
            boolean invalid = ak >= SIGNALLING_NAN || bk >= SIGNALLING_NAN;
            w[k] |= invalid ? FpFlag.INVALID : quietRaises;
            return Binary.UNORDERED;
        }
        noteSubnormals(ak, bk, w, k);
        if (ak == ZERO && bk == ZERO) {
            return Binary.EQUAL;
        }
        int as = ase >>> 15;
        int bs = bse >>> 15;
        if (ak == ZERO || bk == ZERO || as != bs) {
            boolean negative = ak == ZERO ? bs == 0 : as != 0;
            return negative ? Binary.LESS : Binary.GREATER;
        }
        int c = Integer.compare(rank(ase), rank(bse));
        if (c == 0) {
            c = Long.compareUnsigned(am, bm);
        }
        return as != 0 ? -c : c;
    }

    /// Biased exponent, with that of the subnormals made the smallest normal one.
    private static int rank(int se) {
        return Math.max(se & EXPONENT, 1);
    }
}
