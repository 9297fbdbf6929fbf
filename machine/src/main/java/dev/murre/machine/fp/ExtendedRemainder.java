package dev.murre.machine.fp;

/// Operations on extended numbers that take exponents apart: remainders, scaling, extraction.
public final class ExtendedRemainder {
    /// How the quotient of a remainder is rounded.
    public enum Quotient {
        /// Towards zero, as FPREM has it.
        TRUNCATED,
        /// To nearest, ties to even: IEEE 754's remainder.
        NEAREST
    }

    /// What [#remainder] adds to the exception flags: the quotient's three low bits, and that the
    /// exponents were too far apart to finish.
    public static final int BIT0 = 1 << 16;

    public static final int BIT1 = 1 << 17;
    public static final int BIT2 = 1 << 18;
    public static final int INCOMPLETE = 1 << 19;
    public static final int INFO = BIT0 | BIT1 | BIT2 | INCOMPLETE;

    private ExtendedRemainder() {}

    /// Remainder of a/b, exact. Where the exponents differ by 64 or more only part of the way is
    /// gone, and [#INCOMPLETE] set.
    public static long remainder(
            long am, int ase, long bm, int bse, Quotient quotient, int mode, long[] w, int k) {
        int ak = Extended.kind(am, ase);
        int bk = Extended.kind(bm, bse);
        if (ak >= Extended.QUIET_NAN || bk >= Extended.QUIET_NAN) {
            return Extended.chooseNaN(am, ase, ak, bm, bse, bk, w, k);
        }
        if (ak == Extended.INFINITE || bk == Extended.ZERO) {
            return Extended.invalid(w, k);
        }
        Extended.noteSubnormals(ak, bk, w, k);
        int sign = ase >>> 15;
        if (ak == Extended.ZERO) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        int ae = Extended.exponent(am, ase);
        am = Extended.normalised(am);
        if (bk == Extended.INFINITE) {
            return Rounder.round(sign, ae, am, 0, mode, w, k);
        }
        int be = Extended.exponent(bm, bse);
        bm = Extended.normalised(bm);
        int distance = ae - be;
        if (distance < 0) {
            return small(sign, ae, am, distance, bm, quotient, mode, w, k);
        }
        return reduce(sign, am, be, bm, distance, quotient, mode, w, k);
    }

    /// The dividend is below the divisor's power of two.
    private static long small(
            int sign,
            int ae,
            long am,
            int distance,
            long bm,
            Quotient quotient,
            int mode,
            long[] w,
            int k) {
        boolean up =
                quotient == Quotient.NEAREST && distance == -1 && Long.compareUnsigned(am, bm) > 0;
        if (!up) {
            return Rounder.round(sign, ae, am, 0, mode, w, k);
        }
        w[k] |= BIT0;
        long rest = 2 * bm - am;
        int n = Long.numberOfLeadingZeros(rest);
        return Rounder.round(sign ^ 1, ae - n, rest << n, 0, mode, w, k);
    }

    private static long reduce(
            int sign,
            long am,
            int be,
            long bm,
            int distance,
            Quotient quotient,
            int mode,
            long[] w,
            int k) {
        int steps = distance < 64 ? distance : partialSteps(distance);
        boolean first = Long.compareUnsigned(am, bm) >= 0;
        long rest = first ? am - bm : am;
        long q = first ? 1 : 0;
        if (steps > 0) {
            long digits = Magnitude.divideWide(rest >>> (64 - steps), rest << steps, bm);
            rest = (rest << steps) - digits * bm;
            q = (q << steps) | digits;
        }
        if (distance >= 64) {
            w[k] |= INCOMPLETE;
            be += distance - steps;
            q = 0;
        } else if (quotient == Quotient.NEAREST) {
            long other = bm - rest;
            int c = Long.compareUnsigned(rest, other);
            if (c > 0 || (c == 0 && (q & 1) != 0)) {
                rest = other;
                sign ^= 1;
                q++;
            }
        }
        w[k] |= (q & 7) * BIT0;
        if (rest == 0) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        int n = Long.numberOfLeadingZeros(rest);
        return Rounder.round(sign, be - n, rest << n, 0, mode, w, k);
    }

    /// How many quotient bits one incomplete step takes: the choice is the implementation's.
    private static int partialSteps(int distance) {
        return 32 + (distance & 31);
    }

    /// a times two to the power of b truncated to an integer (FSCALE).
    public static long scale(long am, int ase, long bm, int bse, int mode, long[] w, int k) {
        int ak = Extended.kind(am, ase);
        int bk = Extended.kind(bm, bse);
        if (ak >= Extended.QUIET_NAN || bk >= Extended.QUIET_NAN) {
            return Extended.chooseNaN(am, ase, ak, bm, bse, bk, w, k);
        }
        int sign = ase >>> 15;
        boolean down = (bse & 0x8000) != 0;
        if (bk == Extended.INFINITE) {
            if (ak == (down ? Extended.INFINITE : Extended.ZERO)) {
                return Extended.invalid(w, k);
            }
            Extended.noteSubnormals(ak, bk, w, k);
            return down
                    ? Extended.pack(sign, 0, 0, w, k)
                    : Extended.pack(sign, Extended.EXPONENT, Extended.ONE, w, k);
        }
        Extended.noteSubnormals(ak, bk, w, k);
        if (ak == Extended.INFINITE || ak == Extended.ZERO) {
            w[k + 1] = ase;
            return am;
        }
        int by = 0;
        int be = (bse & Extended.EXPONENT) - Extended.BIAS;
        if (bk == Extended.NORMAL && be >= 0) {
            by = be > 16 ? 1 << 17 : (int) (bm >>> (63 - be));
        }
        int exp = Extended.exponent(am, ase) + (down ? -by : by);
        return scaled(sign, exp, Extended.normalised(am), mode, w, k);
    }

    /// A trapped result beyond even the adjusted exponent range is infinity or zero.
    private static long scaled(int sign, int exp, long m, int mode, long[] w, int k) {
        int limit = Extended.BIAS + Rounder.TRAP_BIAS;
        if (exp > limit && (mode & FpMode.OVERFLOW_TRAPS) != 0) {
            w[k] |= FpFlag.OVERFLOW | FpFlag.INEXACT | FpFlag.ROUNDED_UP;
            return Extended.pack(sign, Extended.EXPONENT, Extended.ONE, w, k);
        }
        if (exp <= -limit && (mode & FpMode.UNDERFLOW_TRAPS) != 0) {
            w[k] |= FpFlag.UNDERFLOW | FpFlag.INEXACT;
            return Extended.pack(sign, 0, 0, w, k);
        }
        return Rounder.round(sign, exp, m, 0, mode, w, k);
    }

    /// The unbiased exponent as a number (FXTRACT's new ST(1)).
    public static long exponent(long m, int se, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind >= Extended.QUIET_NAN) {
            return Extended.quieted(m, se, kind, w, k);
        }
        Extended.noteSubnormals(kind, kind, w, k);
        return switch (kind) {
            case Extended.ZERO -> {
                w[k] |= FpFlag.DIVIDE_BY_ZERO;
                yield Extended.pack(1, Extended.EXPONENT, Extended.ONE, w, k);
            }
            case Extended.INFINITE -> Extended.pack(0, Extended.EXPONENT, Extended.ONE, w, k);
            default -> ExtendedConvert.fromLong(Extended.exponent(m, se), w, k);
        };
    }

    /// The number with an unbiased exponent of 0 (FXTRACT's new ST(0)).
    public static long significand(long m, int se, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind >= Extended.QUIET_NAN) {
            return Extended.quieted(m, se, kind, w, k);
        }
        if (kind == Extended.ZERO || kind == Extended.INFINITE) {
            w[k + 1] = se;
            return m;
        }
        return Extended.pack(se >>> 15, Extended.BIAS, Extended.normalised(m), w, k);
    }
}
