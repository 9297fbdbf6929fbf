package dev.murre.machine.fp;

/// Conversions between binary32, binary64 and integers.
public final class BinaryConvert {
    private BinaryConvert() {}

    /// The other format, of two.
    private static int sourceOf(int mode) {
        int other = Binary.isWide(mode) ? FpMode.BINARY32 : FpMode.BINARY64;
        return (mode & ~FpMode.FORMAT) | other;
    }

    /// Converts to the mode's format from the other one of binary32 and binary64.
    public static long convert(long a, int mode, long[] w, int k) {
        int source = sourceOf(mode);
        int kind = Binary.kind(a, source);
        int sign = Binary.sign(a, source);
        switch (kind) {
            case Binary.ZERO:
                return Rounder.zero(sign, mode, w, k);
            case Binary.INFINITE:
                return Rounder.infinity(sign, mode, w, k);
            case Binary.QUIET_NAN, Binary.SIGNALLING_NAN:
                if (kind == Binary.SIGNALLING_NAN) {
                    w[k] |= FpFlag.INVALID;
                }
                if ((mode & FpMode.DEFAULT_NAN) != 0) {
                    return Rounder.defaultNaN(mode, w, k);
                }
                long payload = (3L << 62) | (a << (Binary.isWide(source) ? 11 : 40));
                return Rounder.pack(sign, 2 * FpMode.bias(mode) + 1, payload, mode, w, k);
            case Binary.SUBNORMAL:
                w[k] |= FpFlag.DENORMAL;
                break;
            default:
                break;
        }
        int exp = Binary.exponent(a, source);
        return Rounder.round(sign, exp, Binary.significand(a, source), 0, mode, w, k);
    }

    /// A signed 64-bit integer in the mode's format.
    public static long fromLong(long value, int mode, long[] w, int k) {
        if (value == 0) {
            return Rounder.zero(0, mode, w, k);
        }
        int sign = (int) (value >>> 63);
        return fromUnsigned(sign, sign != 0 ? -value : value, mode, w, k);
    }

    /// An unsigned 64-bit magnitude that is not zero, with a sign, in the mode's format.
    public static long fromUnsigned(int sign, long magnitude, int mode, long[] w, int k) {
        int n = Long.numberOfLeadingZeros(magnitude);
        return Rounder.round(sign, 63 - n, magnitude << n, 0, mode, w, k);
    }

    /// Rounds to a signed integer of `width` bits (16, 32 or 64).
    ///
    /// @return the integer, or the "integer indefinite" (only the top bit of the width, sign
    ///     extended) with [FpFlag#INVALID] where the value does not fit or is a NaN
    public static long toSigned(long a, int width, int mode, long[] w, int k) {
        int kind = Binary.kind(a, mode);
        if (kind == Binary.ZERO) {
            return 0;
        }
        if (kind >= Binary.INFINITE) {
            w[k] |= FpFlag.INVALID;
            return -1L << (width - 1);
        }
        int exp = Binary.exponent(a, mode);
        int sign = Binary.sign(a, mode);
        return integer(sign, exp, Binary.significand(a, mode), width, mode, w, k);
    }

    /// Rounds `±m × 2^(exp - 63)` to a signed integer of `width` bits.
    static long integer(int sign, int exp, long m, int width, int mode, long[] w, int k) {
        if (exp < width) {
            int shift = 63 - exp;
            long magnitude = shift < 64 ? m >>> shift : 0;
            long rest = shift == 0 ? 0 : Rounder.shiftedOut(m, 0, shift);
            boolean up = rest != 0 && Rounder.roundsUp(sign, rest, magnitude & 1, mode);
            magnitude += up ? 1 : 0;
            long limit = (1L << (width - 1)) - 1 + sign;
            if (Long.compareUnsigned(magnitude, limit) <= 0 && !(up && magnitude == 0)) {
                if (rest != 0) {
                    w[k] |= FpFlag.INEXACT | (up ? FpFlag.ROUNDED_UP : 0);
                }
                return sign != 0 ? -magnitude : magnitude;
            }
        }
        w[k] |= FpFlag.INVALID;
        return -1L << (width - 1);
    }

    /// Rounds to an integral number of the same format (ROUNDPD; ARM's VRINT).
    public static long toIntegral(long a, int mode, long[] w, int k) {
        int kind = Binary.kind(a, mode);
        if (kind >= Binary.QUIET_NAN) {
            return Binary.chooseNaN(a, kind, a, kind, mode, w, k);
        }
        int sign = Binary.sign(a, mode);
        if (kind == Binary.INFINITE) {
            return a;
        }
        if (kind == Binary.ZERO) {
            return Rounder.zero(sign, mode, w, k);
        }
        int exp = Binary.exponent(a, mode);
        if (exp >= 63) {
            return a;
        }
        long magnitude = integer(sign, exp, Binary.significand(a, mode), 64, mode, w, k);
        if (magnitude == 0) {
            return Rounder.zero(sign, mode, w, k);
        }
        return fromUnsigned(sign, Math.abs(magnitude), mode, w, k);
    }
}
