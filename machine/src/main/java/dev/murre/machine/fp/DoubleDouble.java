package dev.murre.machine.fp;

/// A number of about 106 significant bits as the sum of two doubles, with error-free
/// transformations (Dekker; Knuth vol. 2, 4.2.2). Changed in place, for the length of one
/// transcendental function.
final class DoubleDouble {
    double hi;
    double lo;

    DoubleDouble set(double newHi, double newLo) {
        hi = newHi;
        lo = newLo;
        return this;
    }

    DoubleDouble set(DoubleDouble other) {
        return set(other.hi, other.lo);
    }

    /// An unsigned integer of 64 bits, exactly.
    DoubleDouble setUnsigned(long value) {
        double upper = (value >>> 32) * 0x1p32;
        return sum(upper, (double) (value & 0xffff_ffffL));
    }

    private DoubleDouble sum(double a, double b) {
        double s = a + b;
        double t = s - a;
        return set(s, (a - (s - t)) + (b - t));
    }

    /// For |a| ≥ |b|.
    private DoubleDouble quickSum(double a, double b) {
        double s = a + b;
        return set(s, b - (s - a));
    }

    DoubleDouble add(double bh, double bl) {
        double ah = hi;
        double al = lo;
        sum(al, bl);
        double tailHi = hi;
        double tailLo = lo;
        sum(ah, bh);
        double headHi = hi;
        quickSum(headHi, lo + tailHi);
        return quickSum(hi, lo + tailLo);
    }

    DoubleDouble add(DoubleDouble b) {
        return add(b.hi, b.lo);
    }

    DoubleDouble subtract(DoubleDouble b) {
        return add(-b.hi, -b.lo);
    }

    DoubleDouble multiply(double bh, double bl) {
        double p = hi * bh;
        double error = Math.fma(hi, bh, -p);
        error += hi * bl + lo * bh;
        return quickSum(p, error);
    }

    DoubleDouble multiply(DoubleDouble b) {
        return multiply(b.hi, b.lo);
    }

    /// Multiplies by a power of two, exactly.
    DoubleDouble scale(double power) {
        return set(hi * power, lo * power);
    }

    DoubleDouble negate() {
        return set(-hi, -lo);
    }

    /// this / b, by long division with three partial quotients.
    DoubleDouble divide(DoubleDouble b) {
        double q1 = hi / b.hi;
        DoubleDouble rest = new DoubleDouble().set(b).multiply(-q1, 0).add(this);
        double q2 = rest.hi / b.hi;
        DoubleDouble more = new DoubleDouble().set(b).multiply(-q2, 0);
        rest.add(more);
        double q3 = rest.hi / b.hi;
        quickSum(q1, q2);
        return add(q3, 0);
    }

    /// Rounds this number times `2^scale`, which is known not to be exact, to the mode's format.
    long round(int scale, int mode, long[] w, int k) {
        int negative = hi < 0 ? 1 : 0;
        double head = Math.abs(hi);
        double tail = negative != 0 ? -lo : lo;
        int exp = Math.getExponent(head);
        long upper = (long) (head * power(52 - exp)) << 11;
        double units = tail * power(63 - exp);
        double whole = Math.floor(units);
        long lower = (long) ((units - whole) * 0x1p63) << 1;
        upper += (long) whole;
        if (upper > 0) {
            upper = (upper << 1) | (lower >>> 63);
            lower <<= 1;
            exp--;
        }
        return Rounder.round(negative, exp + scale, upper, lower | 1, mode, w, k);
    }

    private static double power(int exponent) {
        return Math.scalb(1.0, exponent);
    }
}
