package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.Refusal;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Arithmetic and comparison of doubles as functions of values, for compiled code. What everyday
/// numbers need is in
/// each function, small enough to be inlined; the rest is in [SseArith] and its like. The tests for
/// normal numbers (adding one
/// to the exponent of any other number makes 0 or 1 of the upper ten bits of it) are written out in
/// the everyday ones, as
/// each method that HotSpot inlines costs it some forty nodes of a budget that a region may
/// exhaust.
///
/// Methods have the form of [dev.murre.machine.ir.ValueForm]; `x` is the old destination.
public final class SseValues {
    static final int X = Slots.VECTOR_TEMP + 8;
    static final int Y = Slots.VECTOR_TEMP + 10;

    private static final long SIGN = Long.MIN_VALUE;
    private static final long LOWEST_EXPONENT = 1L << 52;
    private static final long EXPONENT_BUT_LOWEST = 0x7feL << 52;

    /// MXCSR's rounding, masks and subnormal rules, and "inexact".
    private static final long SETTLED_BITS = 0xffc0 | FpFlag.INEXACT;

    private static final long SETTLED = Mxcsr.INITIAL | FpFlag.INEXACT;
    private static final double ROOM = 0x1p-800;
    private static final long ALL_MASKS = 0x1f80;

    private SseValues() {}

    /// Whether host arithmetic on normal numbers leaves nothing to find out.
    static boolean isSettled(Cpu cpu) {
        return (cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED;
    }

    /// True for normal numbers: adding one to the exponents of all others makes 0 or 1 of its upper
    /// ten bits.
    private static boolean isNormal(long bits) {
        return (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0;
    }

    private static boolean isZero(long bits) {
        return bits << 1 == 0;
    }

    /// Puts operands where the general form of an operation takes them. An exception that is not
    /// masked is the
    /// interpreter's.
    static void prepare(Cpu cpu, long x, long y) {
        if ((cpu.s[Slots.MXCSR] & ALL_MASKS) != ALL_MASKS) {
            throw Refusal.INSTANCE;
        }
        cpu.s[X] = x;
        cpu.s[Y] = y;
    }

    /// The result of the general form.
    static long result(Cpu cpu, int trap) {
        if (trap != Trap.NONE) {
            throw Refusal.INSTANCE;
        }
        return cpu.s[X];
    }

    public static long add(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p + q;
        long bits = Double.doubleToRawLongBits(r);
        if ((x + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (y + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && ((cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED || isExactSum(cpu, p, q, r))) {
            return bits;
        }
        return addAny(cpu, x, y);
    }

    private static boolean isExactSum(Cpu cpu, double p, double q, double sum) {
        double part = sum - p;
        return (p - (sum - part)) + (q - part) == 0 && Mxcsr.isPlain(cpu.s);
    }

    /// A sum with a zero is exact, and so is a zero sum.
    private static long addAny(Cpu cpu, long x, long y) {
        if (Mxcsr.isPlain(cpu.s) && isEveryday(x) && isEveryday(y)) {
            long bits =
                    Double.doubleToRawLongBits(
                            Double.longBitsToDouble(x) + Double.longBitsToDouble(y));
            if (isZero(x) || isZero(y) || isZero(bits)) {
                return bits;
            }
        }
        prepare(cpu, x, y);
        return result(cpu, SseArith.addsd(cpu, X, Y, 0, 0));
    }

    private static boolean isEveryday(long bits) {
        return isNormal(bits) || isZero(bits);
    }

    public static long subtract(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p - q;
        long bits = Double.doubleToRawLongBits(r);
        if ((x + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (y + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && ((cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED || isExactSum(cpu, p, -q, r))) {
            return bits;
        }
        return subtractAny(cpu, x, y);
    }

    private static long subtractAny(Cpu cpu, long x, long y) {
        if (isEveryday(x) && isEveryday(y)) {
            return addAny(cpu, x, y ^ SIGN);
        }
        prepare(cpu, x, y);
        return result(cpu, SseArith.subsd(cpu, X, Y, 0, 0));
    }

    public static long multiply(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p * q;
        long bits = Double.doubleToRawLongBits(r);
        if ((x + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (y + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits & EXPONENT_BUT_LOWEST) != 0
                && ((cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED
                        || isExactProduct(cpu, p, q, r))) {
            return bits;
        }
        return multiplyAny(cpu, x, y);
    }

    /// The rounding error of a large enough product is a number itself.
    private static boolean isExactProduct(Cpu cpu, double p, double q, double product) {
        return Math.fma(p, q, -product) == 0 && Math.abs(product) >= ROOM && Mxcsr.isPlain(cpu.s);
    }

    private static long multiplyAny(Cpu cpu, long x, long y) {
        if (Mxcsr.isPlain(cpu.s) && isEveryday(x) && isEveryday(y) && (isZero(x) || isZero(y))) {
            return (x ^ y) & SIGN;
        }
        prepare(cpu, x, y);
        return result(cpu, SseArith.mulsd(cpu, X, Y, 0, 0));
    }

    public static long divide(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p / q;
        long bits = Double.doubleToRawLongBits(r);
        if ((x + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (y + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0
                && (bits & EXPONENT_BUT_LOWEST) != 0
                && (cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED) {
            return bits;
        }
        return divideAny(cpu, x, y);
    }

    private static long divideAny(Cpu cpu, long x, long y) {
        if (Mxcsr.isPlain(cpu.s) && isZero(x) && isNormal(y)) {
            return (x ^ y) & SIGN;
        }
        prepare(cpu, x, y);
        return result(cpu, SseArith.divsd(cpu, X, Y, 0, 0));
    }

    public static long root(Cpu cpu, long x, long y, int imm) {
        return y > 0 && isNormal(y) && isSettled(cpu)
                ? Double.doubleToRawLongBits(Math.sqrt(Double.longBitsToDouble(y)))
                : rootAny(cpu, x, y);
    }

    private static long rootAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return result(cpu, SseArith.sqrtsd(cpu, X, Y, 0, 0));
    }

    /// True for numbers whose comparison raises nothing.
    private static boolean isTame(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL || x == 0;
    }

    public static long minimum(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if (isTame(p) && isTame(q)) {
            return p < q ? x : y;
        }
        prepare(cpu, x, y);
        return result(cpu, SseCompare.minsd(cpu, X, Y, 0, 0));
    }

    public static long maximum(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if (isTame(p) && isTame(q)) {
            return p > q ? x : y;
        }
        prepare(cpu, x, y);
        return result(cpu, SseCompare.maxsd(cpu, X, Y, 0, 0));
    }

    /// CMPSD; with both halves CMPPD.
    public static long compare(Cpu cpu, long x, long y, int imm) {
        prepare(cpu, x, y);
        return result(cpu, SseCompare.cmpsd(cpu, X, Y, 0, imm));
    }

    private static final int CARRY = 1;
    private static final int ZERO = 0x40;

    /// COMISD and UCOMISD: the flags in their EFLAGS positions. `imm` is 1 for the former.
    public static long ordered(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if ((Math.abs(p) >= Double.MIN_NORMAL || p == 0)
                && (Math.abs(q) >= Double.MIN_NORMAL || q == 0)) {
            return p == q ? ZERO : p < q ? CARRY : 0;
        }
        return orderedAny(cpu, x, y);
    }

    private static long orderedAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return result(cpu, SseCompare.comisd(cpu, X, X, Y, 0));
    }

    public static long unordered(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if ((Math.abs(p) >= Double.MIN_NORMAL || p == 0)
                && (Math.abs(q) >= Double.MIN_NORMAL || q == 0)) {
            return p == q ? ZERO : p < q ? CARRY : 0;
        }
        return unorderedAny(cpu, x, y);
    }

    private static long unorderedAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return result(cpu, SseCompare.ucomisd(cpu, X, X, Y, 0));
    }

    /// CVTSI2SD from 32 bits.
    public static long fromInt(Cpu cpu, long x, long y, int imm) {
        return Double.doubleToRawLongBits((int) y);
    }

    /// CVTSI2SD from 64 bits.
    public static long fromLong(Cpu cpu, long x, long y, int imm) {
        double r = y;
        return (long) r == y && y != Long.MAX_VALUE
                ? Double.doubleToRawLongBits(r)
                : fromLongAny(cpu, x, y);
    }

    private static long fromLongAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return result(cpu, SseConvert.cvtsi2sd64(cpu, X, Y, 0, 0));
    }

    /// CVTTSD2SI to 32 bits.
    public static long toInt(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(y);
        int r = (int) p;
        if (r == p) {
            return r & 0xffff_ffffL;
        }
        prepare(cpu, x, y);
        return result(cpu, SseConvert.cvttsd2si32(cpu, X, Y, 0, 0));
    }

    /// CVTTSD2SI to 64 bits.
    public static long toLong(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(y);
        long r = (long) p;
        if (r == p && r != Long.MAX_VALUE) {
            return r;
        }
        prepare(cpu, x, y);
        return result(cpu, SseConvert.cvttsd2si64(cpu, X, Y, 0, 0));
    }
}
