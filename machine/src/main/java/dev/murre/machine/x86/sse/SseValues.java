package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.Refusal;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.ir.ValueForm;

/// Arithmetic and comparison of doubles as functions of values, for compiled code. What everyday
/// numbers need is in each function, small enough to be inlined; the rest is in [SseArith] and its
/// like. Compiled code calls them where its own arithmetic on everyday numbers does not do.
///
/// Methods have the form of [dev.murre.machine.ir.ValueForm]; `x` is the old destination.
public final class SseValues {
    static final int X = Slots.VECTOR_TEMP + 8;
    static final int Y = Slots.VECTOR_TEMP + 10;

    private static final long EXPONENT = 0x7ffL << 52;
    private static final long LOWEST_EXPONENT = 1L << 52;
    private static final long EXPONENT_BUT_LOWEST = 0x7feL << 52;

    /// MXCSR's rounding, masks and subnormal rules, and "inexact".
    private static final long SETTLED_BITS = 0xffc0 | FpFlag.INEXACT;

    private static final long SETTLED = Mxcsr.INITIAL | FpFlag.INEXACT;
    private static final double ROOM = 0x1p-800;
    private static final long ALL_MASKS = 0x1f80;

    private SseValues() {}

    /// Whether host arithmetic on normal numbers leaves nothing to find out.
    public static boolean isSettled(Cpu cpu) {
        return (cpu.s[Slots.MXCSR] & SETTLED_BITS) == SETTLED;
    }

    /// Finds the state of arithmetic, see [ValueForm.Everyday].
    public static void settle(Cpu cpu) {
        cpu.arithmetic =
                !Mxcsr.isPlain(cpu.s)
                        ? ValueForm.UNUSUAL
                        : Mxcsr.hasInexact(cpu.s) ? ValueForm.SETTLED : ValueForm.PLAIN;
    }

    /// Adjusts the state of arithmetic to an operation.
    ///
    /// @return the result
    private static long settled(Cpu cpu, long x, long y, long result) {
        if (cpu.arithmetic >= 0) {
            settle(cpu);
            if (isSubnormal(x) || isSubnormal(y) || isSubnormal(result)) {
                cpu.arithmetic = ValueForm.UNUSUAL;
            }
        }
        return result;
    }

    private static boolean isSubnormal(long bits) {
        return (bits & EXPONENT) == 0 && bits << 1 != 0;
    }

    /// True for normal numbers: adding one to the exponent of all others makes its upper ten bits
    /// 0.
    private static boolean isNormal(long bits) {
        return (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0;
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

    /// True for zeros and normal numbers. Written with doubles, as the operands of arithmetic are.
    private static boolean isOrdinary(double value) {
        double size = Math.abs(value);
        return size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE || value == 0;
    }

    public static long add(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p + q;
        return isSum(cpu, p, q, r) ? Double.doubleToRawLongBits(r) : addAny(cpu, x, y);
    }

    /// Whether a sum is right and all there is to it. Those that are subnormal go the other way,
    /// which notes that there is such a number now.
    private static boolean isSum(Cpu cpu, double p, double q, double sum) {
        if (!isOrdinary(p) || !isOrdinary(q) || !isOrdinary(sum)) {
            return false;
        }
        double part = sum - p;
        return isSettled(cpu) || (p - (sum - part)) + (q - part) == 0 && Mxcsr.isPlain(cpu.s);
    }

    private static long addAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return settled(cpu, x, y, result(cpu, SseArith.addsd(cpu, X, Y, 0, 0)));
    }

    public static long subtract(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p - q;
        return isSum(cpu, p, -q, r) ? Double.doubleToRawLongBits(r) : subtractAny(cpu, x, y);
    }

    private static long subtractAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return settled(cpu, x, y, result(cpu, SseArith.subsd(cpu, X, Y, 0, 0)));
    }

    public static long multiply(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p * q;
        return isProduct(cpu, p, q, r) ? Double.doubleToRawLongBits(r) : multiplyAny(cpu, x, y);
    }

    /// Whether a product is right and all there is to it. One in the lowest binade may have been
    /// rounded up from below; the rounding error of a large enough one is a number itself.
    private static boolean isProduct(Cpu cpu, double p, double q, double product) {
        if (!isOrdinary(p) || !isOrdinary(q)) {
            return false;
        }
        double size = Math.abs(product);
        if (size >= 2 * Double.MIN_NORMAL && size <= Double.MAX_VALUE) {
            return isSettled(cpu)
                    || size >= ROOM && Math.fma(p, q, -product) == 0 && Mxcsr.isPlain(cpu.s);
        }
        return (p == 0 || q == 0) && Mxcsr.isPlain(cpu.s);
    }

    private static long multiplyAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return settled(cpu, x, y, result(cpu, SseArith.mulsd(cpu, X, Y, 0, 0)));
    }

    public static long divide(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        double r = p / q;
        return isQuotient(cpu, p, q, r) ? Double.doubleToRawLongBits(r) : divideAny(cpu, x, y);
    }

    private static boolean isQuotient(Cpu cpu, double p, double q, double quotient) {
        if (!isOrdinary(p) || !isOrdinary(q) || q == 0) {
            return false;
        }
        double size = Math.abs(quotient);
        if (size >= 2 * Double.MIN_NORMAL && size <= Double.MAX_VALUE) {
            return isSettled(cpu)
                    || Math.abs(p) >= ROOM
                            && Math.fma(quotient, q, -p) == 0
                            && Mxcsr.isPlain(cpu.s);
        }
        return p == 0 && Mxcsr.isPlain(cpu.s);
    }

    private static long divideAny(Cpu cpu, long x, long y) {
        prepare(cpu, x, y);
        return settled(cpu, x, y, result(cpu, SseArith.divsd(cpu, X, Y, 0, 0)));
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
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if (isTame(p) && isTame(q)) {
            boolean holds =
                    switch (imm & 3) {
                        case 0 -> p == q;
                        case 1 -> p < q;
                        case 2 -> p <= q;
                        default -> false;
                    };
            return holds == ((imm & 4) == 0) ? -1 : 0;
        }
        return compareAny(cpu, x, y, imm);
    }

    private static long compareAny(Cpu cpu, long x, long y, int imm) {
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
        if (r == p || Math.abs(p) >= 1 && Math.abs(p) < 0x1p31 && isSettled(cpu)) {
            return r & 0xffff_ffffL;
        }
        prepare(cpu, x, y);
        return result(cpu, SseConvert.cvttsd2si32(cpu, X, Y, 0, 0));
    }

    /// CVTTSD2SI to 64 bits.
    public static long toLong(Cpu cpu, long x, long y, int imm) {
        double p = Double.longBitsToDouble(y);
        long r = (long) p;
        if (r == p && r != Long.MAX_VALUE
                || Math.abs(p) >= 1 && Math.abs(p) < 0x1p63 && isSettled(cpu)) {
            return r;
        }
        prepare(cpu, x, y);
        return result(cpu, SseConvert.cvttsd2si64(cpu, X, Y, 0, 0));
    }
}
