package dev.murre.machine.fp;

/// The last step of every operation: an exact value becomes a number of the result's format.
final class Rounder {
    /// IEEE 754-1985 section 7.3: the exponent adjustment of a trapped extended result.
    static final int TRAP_BIAS = 24576;

    private static final int TINY_FLAGS = FpFlag.UNDERFLOW | FpFlag.INEXACT;

    private Rounder() {}

    /// Rounds the value `±hi.lo × 2^(exp - 63)`.
    ///
    /// @param negative 1 for a negative value, else 0
    /// @param exp exponent of the leading bit of `hi`, which is set
    /// @param lo bits below `hi`; only "zero, below, at or above one half" matters beyond them
    /// @return the packed binary32 or binary64 number, or the significand of an extended one
    ///     whose sign and exponent go to `w[k + 1]`
    static long round(int negative, int exp, long hi, long lo, int mode, long[] w, int k) {
        int bias = FpMode.bias(mode);
        if (exp < 1 - bias) {
            return roundTiny(negative, exp, hi, lo, mode, w, k);
        }
        int precision = FpMode.precision(mode);
        int drop = 64 - precision;
        long rest = drop == 0 ? lo : (hi << precision) | (lo != 0 ? 1 : 0);
        long kept = hi & (-1L << drop);
        if (rest != 0) {
            int flags = FpFlag.INEXACT;
            if (roundsUp(negative, rest, (kept >>> drop) & 1, mode)) {
                flags |= FpFlag.ROUNDED_UP;
                kept += 1L << drop;
                if (kept == 0) {
                    kept = Long.MIN_VALUE;
                    exp++;
                }
            }
            w[k] |= flags;
        }
        if (exp > bias) {
            return overflow(negative, exp, kept, mode, w, k);
        }
        return pack(negative, exp + bias, kept, mode, w, k);
    }

    /// Whether the magnitude grows.
    ///
    /// @param rest discarded bits, left-aligned and not zero
    /// @param odd last kept bit
    static boolean roundsUp(int negative, long rest, long odd, int mode) {
        return switch (mode & FpMode.ROUNDING) {
            case FpMode.NEAREST -> rest < 0 && (rest != Long.MIN_VALUE || odd != 0);
            case FpMode.DOWN -> negative != 0;
            case FpMode.UP -> negative == 0;
            default -> false;
        };
    }

    private static long roundTiny(
            int negative, int exp, long hi, long lo, int mode, long[] w, int k) {
        int least = 1 - FpMode.bias(mode);
        boolean tiny =
                (mode & FpMode.TINY_BEFORE_ROUNDING) != 0
                        || exp < least - 1
                        || !carriesOut(negative, hi, lo, mode);
        if (tiny && (mode & FpMode.UNDERFLOW_TRAPS) != 0) {
            w[k] |= FpFlag.UNDERFLOW;
            boolean extended = (mode & FpMode.FORMAT) >= FpMode.EXTENDED;
            if (!extended || exp + TRAP_BIAS >= least) {
                return round(negative, extended ? exp + TRAP_BIAS : 0, hi, lo, mode, w, k);
            }
        }
        if (tiny && (mode & FpMode.FLUSH_TO_ZERO) != 0) {
            w[k] |= TINY_FLAGS;
            return pack(negative, 0, 0, mode, w, k);
        }
        int shift = least - exp;
        long low = shiftedOut(hi, lo, shift);
        long high = shift < 64 ? hi >>> shift : 0;
        int precision = FpMode.precision(mode);
        int drop = 64 - precision;
        long rest = drop == 0 ? low : (high << precision) | (low != 0 ? 1 : 0);
        long kept = high & (-1L << drop);
        if (rest != 0) {
            w[k] |= tiny ? TINY_FLAGS : FpFlag.INEXACT;
            if (roundsUp(negative, rest, (kept >>> drop) & 1, mode)) {
                w[k] |= FpFlag.ROUNDED_UP;
                kept += 1L << drop;
            }
        }
        return pack(negative, kept < 0 ? 1 : 0, kept, mode, w, k);
    }

    /// Whether rounding with unbounded exponent range would reach the next power of two.
    private static boolean carriesOut(int negative, long hi, long lo, int mode) {
        int precision = FpMode.precision(mode);
        int drop = 64 - precision;
        if (hi >>> drop != -1L >>> drop) {
            return false;
        }
        long rest = drop == 0 ? lo : (hi << precision) | (lo != 0 ? 1 : 0);
        return rest != 0 && roundsUp(negative, rest, 1, mode);
    }

    /// The bits that leave `hi.lo` when it moves right by `shift` (at least 1), with a sticky end.
    static long shiftedOut(long hi, long lo, int shift) {
        long sticky = lo != 0 ? 1 : 0;
        if (shift < 64) {
            return (hi << (64 - shift)) | sticky;
        }
        if (shift == 64) {
            return hi | sticky;
        }
        if (shift >= 128) {
            return 1;
        }
        int more = shift - 64;
        return (hi >>> more) | ((hi << (64 - more)) != 0 ? 1 : sticky);
    }

    private static long overflow(int negative, int exp, long kept, int mode, long[] w, int k) {
        int bias = FpMode.bias(mode);
        w[k] |= FpFlag.OVERFLOW;
        if ((mode & FpMode.OVERFLOW_TRAPS) != 0) {
            boolean extended = (mode & FpMode.FORMAT) >= FpMode.EXTENDED;
            if (!extended || exp - TRAP_BIAS <= bias) {
                return pack(negative, extended ? exp - TRAP_BIAS + bias : 0, kept, mode, w, k);
            }
        }
        w[k] |= FpFlag.INEXACT;
        if (roundsUp(negative, -1, 1, mode)) {
            w[k] |= FpFlag.ROUNDED_UP;
            return pack(negative, 2 * bias + 1, Long.MIN_VALUE, mode, w, k);
        }
        w[k] &= ~FpFlag.ROUNDED_UP;
        long largest = -1L << (64 - FpMode.precision(mode));
        return pack(negative, 2 * bias, largest, mode, w, k);
    }

    /// Puts a number together from its biased exponent and left-aligned significand.
    static long pack(int negative, int biased, long significand, int mode, long[] w, int k) {
        return switch (mode & FpMode.FORMAT) {
            case FpMode.BINARY32 ->
                    ((long) negative << 31) | ((long) biased << 23) | ((significand << 1) >>> 41);
            case FpMode.BINARY64 ->
                    ((long) negative << 63) | ((long) biased << 52) | ((significand << 1) >>> 12);
            default -> {
                w[k + 1] = (negative << 15) | biased;
                yield significand;
            }
        };
    }

    static long infinity(int negative, int mode, long[] w, int k) {
        return pack(negative, 2 * FpMode.bias(mode) + 1, Long.MIN_VALUE, mode, w, k);
    }

    static long zero(int negative, int mode, long[] w, int k) {
        return pack(negative, 0, 0, mode, w, k);
    }

    /// The quiet NaN that an invalid operation delivers.
    static long defaultNaN(int mode, long[] w, int k) {
        int negative = (mode & FpMode.POSITIVE_DEFAULT_NAN) != 0 ? 0 : 1;
        return pack(negative, 2 * FpMode.bias(mode) + 1, 3L << 62, mode, w, k);
    }
}
