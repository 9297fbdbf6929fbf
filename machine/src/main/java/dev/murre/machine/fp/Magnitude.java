package dev.murre.machine.fp;

/// Arithmetic on finite, non-zero numbers taken apart: sign (0 or 1), exponent of the leading bit,
/// and a significand whose top bit is set. The one implementation behind all formats.
final class Magnitude {
    private Magnitude() {}

    /// a + b; the exact zero takes the sign IEEE 754 section 6.3 gives it.
    static long add(int as, int ae, long am, int bs, int be, long bm, int mode, long[] w, int k) {
        if (ae < be || (ae == be && Long.compareUnsigned(am, bm) < 0)) {
            return addOrdered(bs, be, bm, as, ae, am, mode, w, k);
        }
        return addOrdered(as, ae, am, bs, be, bm, mode, w, k);
    }

    /// [#add] with |a| ≥ |b|.
    private static long addOrdered(
            int as, int ae, long am, int bs, int be, long bm, int mode, long[] w, int k) {
        int shift = ae - be;
        long high = shift < 64 ? bm >>> shift : 0;
        long low = shift == 0 ? 0 : Rounder.shiftedOut(bm, 0, shift);
        if (as == bs) {
            long sum = am + high;
            if (Long.compareUnsigned(sum, am) < 0) {
                low = (sum << 63) | (low >>> 1) | (low & 1);
                sum = (sum >>> 1) | Long.MIN_VALUE;
                ae++;
            }
            return Rounder.round(as, ae, sum, low, mode, w, k);
        }
        long difference = am - high - (low != 0 ? 1 : 0);
        low = -low;
        if (difference == 0) {
            if (low == 0) {
                boolean down = (mode & FpMode.ROUNDING) == FpMode.DOWN;
                return Rounder.zero(down ? 1 : 0, mode, w, k);
            }
            difference = low;
            low = 0;
            ae -= 64;
        }
        int n = Long.numberOfLeadingZeros(difference);
        if (n != 0) {
            difference = (difference << n) | (low >>> (64 - n));
            low <<= n;
        }
        return Rounder.round(as, ae - n, difference, low, mode, w, k);
    }

    static long multiply(int sign, int ae, long am, int be, long bm, int mode, long[] w, int k) {
        long high = Math.unsignedMultiplyHigh(am, bm);
        long low = am * bm;
        int exp = ae + be + 1;
        if (high >= 0) {
            high = (high << 1) | (low >>> 63);
            low <<= 1;
            exp--;
        }
        return Rounder.round(sign, exp, high, low, mode, w, k);
    }

    static long divide(int sign, int ae, long am, int be, long bm, int mode, long[] w, int k) {
        int exp = ae - be;
        long high = am >>> 1;
        long low = am << 63;
        if (Long.compareUnsigned(am, bm) < 0) {
            high = am;
            low = 0;
            exp--;
        }
        long quotient = divideWide(high, low, bm);
        long remainder = low - quotient * bm;
        return Rounder.round(sign, exp, quotient, against(remainder, bm), mode, w, k);
    }

    /// The fraction remainder/divisor as far as rounding needs it.
    private static long against(long remainder, long divisor) {
        if (remainder == 0) {
            return 0;
        }
        if (remainder < 0) {
            return -1;
        }
        int c = Long.compareUnsigned(remainder << 1, divisor);
        return c < 0 ? 1 : c == 0 ? Long.MIN_VALUE : -1;
    }

    /// high:low / divisor for a normalised divisor above `high` (Knuth vol. 2, 4.3.1 algorithm D).
    static long divideWide(long high, long low, long divisor) {
        long upper = digit(high, low >>> 32, divisor);
        long rest = ((high << 32) | (low >>> 32)) - upper * divisor;
        long lower = digit(rest, low & 0xffff_ffffL, divisor);
        return (upper << 32) + lower;
    }

    /// One 32-bit quotient digit of (high:next)/divisor.
    private static long digit(long high, long next, long divisor) {
        long top = divisor >>> 32;
        long bottom = divisor & 0xffff_ffffL;
        long q = Long.divideUnsigned(high, top);
        long r = high - q * top;
        while (q > 0xffff_ffffL || Long.compareUnsigned(q * bottom, (r << 32) | next) > 0) {
            q--;
            r += top;
            if (r > 0xffff_ffffL) {
                break;
            }
        }
        return q;
    }

    static long squareRoot(int exp, long m, int mode, long[] w, int k) {
        long high = m;
        long low = 0;
        if ((exp & 1) == 0) {
            high = m >>> 1;
            low = m << 63;
        }
        return rootOf(exp >> 1, high, low, mode, w, k);
    }

    /// P. Zimmermann's "Karatsuba Square Root" step: the root of the upper half, then one
    /// division.
    private static long rootOf(int exp, long high, long low, int mode, long[] w, int k) {
        long s = (long) Math.sqrt((high >>> 1) * 2.0);
        while (s > 0xffff_ffffL || Long.compareUnsigned(s * s, high) > 0) {
            s--;
        }
        while (s < 0xffff_ffffL && Long.compareUnsigned((s + 1) * (s + 1), high) <= 0) {
            s++;
        }
        long rest = high - s * s;
        long next = low >>> 32;
        long half = (rest << 31) + (next >>> 1);
        long q = Long.divideUnsigned(half, s);
        long u = ((half - q * s) << 1) | (next & 1);
        long root = (s << 32) + q;
        long restLow = (u << 32) | (low & 0xffff_ffffL);
        long restHigh = u >>> 32;
        long square = q * q;
        restHigh -= (q >>> 32) + (Long.compareUnsigned(restLow, square) < 0 ? 1 : 0);
        restLow -= square;
        if (restHigh < 0) {
            root--;
            long add = (root << 1) + 1;
            restHigh += (root >>> 63) + (Long.compareUnsigned(restLow + add, add) < 0 ? 1 : 0);
            restLow += add;
        }
        long fraction = 1;
        if (restHigh != 0 || Long.compareUnsigned(restLow, root) > 0) {
            fraction = -1;
        } else if (restLow == 0) {
            fraction = 0;
        }
        return Rounder.round(0, exp, root, fraction, mode, w, k);
    }
}
