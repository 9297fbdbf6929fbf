package dev.murre.machine.fp;

/// Conversions between the extended format and binary32, binary64 and integers.
public final class ExtendedConvert {
    private ExtendedConvert() {}

    /// Loads a number of the mode's format (binary32 or binary64); exact.
    public static long fromBinary(long bits, int mode, long[] w, int k) {
        int sign = Binary.sign(bits, mode);
        int kind = Binary.kind(bits, mode);
        switch (kind) {
            case Binary.ZERO:
                return Extended.pack(sign, 0, 0, w, k);
            case Binary.INFINITE:
                return Extended.pack(sign, Extended.EXPONENT, Extended.ONE, w, k);
            case Binary.QUIET_NAN, Binary.SIGNALLING_NAN:
                if (kind == Binary.SIGNALLING_NAN) {
                    w[k] |= FpFlag.INVALID;
                }
                long payload = Extended.INDEFINITE | (bits << (Binary.isWide(mode) ? 11 : 40));
                return Extended.pack(sign, Extended.EXPONENT, payload, w, k);
            case Binary.SUBNORMAL:
                w[k] |= FpFlag.DENORMAL;
                break;
            default:
                break;
        }
        int biased = Binary.exponent(bits, mode) + Extended.BIAS;
        return Extended.pack(sign, biased, Binary.significand(bits, mode), w, k);
    }

    /// As [#fromBinary], but keeps a signalling NaN as it is and raises nothing.
    public static long widen(long bits, int mode, long[] w, int k) {
        int sign = Binary.sign(bits, mode);
        int kind = Binary.kind(bits, mode);
        if (kind >= Binary.QUIET_NAN) {
            long payload = Extended.ONE | (bits << (Binary.isWide(mode) ? 11 : 40));
            return Extended.pack(sign, Extended.EXPONENT, payload, w, k);
        }
        long flags = w[k];
        long m = fromBinary(bits, mode, w, k);
        w[k] = flags;
        return m;
    }

    /// The default NaN of the mode's format.
    public static long indefinite(int mode, long[] w, int k) {
        return Rounder.defaultNaN(mode, w, k);
    }

    /// Stores into the mode's format (binary32 or binary64).
    public static long toBinary(long m, int se, int mode, long[] w, int k) {
        int kind = Extended.kind(m, se);
        int sign = se >>> 15;
        return switch (kind) {
            case Extended.NORMAL ->
                    Rounder.round(sign, (se & Extended.EXPONENT) - Extended.BIAS, m, 0, mode, w, k);
            case Extended.ZERO -> Rounder.zero(sign, mode, w, k);
            case Extended.INFINITE -> Rounder.infinity(sign, mode, w, k);
            case Extended.SUBNORMAL -> {
                w[k] |= FpFlag.DENORMAL;
                int exp = Extended.exponent(m, se);
                yield Rounder.round(sign, exp, Extended.normalised(m), 0, mode, w, k);
            }
            case Extended.UNSUPPORTED -> Binary.invalid(mode, w, k);
            default -> {
                if (kind == Extended.SIGNALLING_NAN) {
                    w[k] |= FpFlag.INVALID;
                }
                long payload = m | Extended.QUIET;
                yield Rounder.pack(sign, 2 * FpMode.bias(mode) + 1, payload, mode, w, k);
            }
        };
    }

    /// Loads a signed integer; exact.
    public static long fromLong(long value, long[] w, int k) {
        if (value == 0) {
            return Extended.pack(0, 0, 0, w, k);
        }
        long magnitude = Math.abs(value);
        int n = Long.numberOfLeadingZeros(magnitude);
        int sign = (int) (value >>> 63);
        return Extended.pack(sign, Extended.BIAS + 63 - n, magnitude << n, w, k);
    }

    /// Rounds to a signed integer of `width` bits, as [BinaryConvert#toSigned] does.
    public static long toSigned(long m, int se, int width, int mode, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind == Extended.ZERO) {
            return 0;
        }
        if (kind >= Extended.INFINITE) {
            w[k] |= FpFlag.INVALID;
            return -1L << (width - 1);
        }
        int exp = Extended.exponent(m, se);
        long significand = Extended.normalised(m);
        return BinaryConvert.integer(se >>> 15, exp, significand, width, mode, w, k);
    }

    /// Rounds to an integral number ("Intel SDM vol. 2, FRNDINT").
    public static long toIntegral(long m, int se, int mode, long[] w, int k) {
        int kind = Extended.kind(m, se);
        if (kind >= Extended.QUIET_NAN) {
            return Extended.quieted(m, se, kind, w, k);
        }
        Extended.noteSubnormals(kind, kind, w, k);
        int exp = (se & Extended.EXPONENT) - Extended.BIAS;
        if (kind == Extended.ZERO || exp >= 63) {
            w[k + 1] = se;
            return m;
        }
        int sign = se >>> 15;
        int shift = 63 - exp;
        long magnitude = shift < 64 ? m >>> shift : 0;
        long rest = Rounder.shiftedOut(m, 0, shift);
        if (rest != 0) {
            w[k] |= FpFlag.INEXACT;
            if (Rounder.roundsUp(sign, rest, magnitude & 1, mode)) {
                w[k] |= FpFlag.ROUNDED_UP;
                magnitude++;
            }
        }
        if (magnitude == 0) {
            return Extended.pack(sign, 0, 0, w, k);
        }
        int n = Long.numberOfLeadingZeros(magnitude);
        return Extended.pack(sign, Extended.BIAS + 63 - n, magnitude << n, w, k);
    }
}
