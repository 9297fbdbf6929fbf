package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;

/// Arithmetic and comparison of singles as functions of values, for compiled code; the plan is that
/// of [SseValues].
/// Scalar functions keep the upper half of `x`, the old destination; the packed ones do two
/// singles.
public final class SseValuesSingle {
    private static final int X = SseValues.X;
    private static final int Y = SseValues.Y;
    private static final long LOW = 0xffff_ffffL;
    private static final int LOWEST_EXPONENT = 1 << 23;
    private static final int EXPONENT_BUT_LOWEST = 0xfe << 23;
    private static final int CARRY = 1;
    private static final int ZERO = 0x40;

    private SseValuesSingle() {}

    private static boolean isNormal(int bits) {
        return (bits + LOWEST_EXPONENT & EXPONENT_BUT_LOWEST) != 0;
    }

    private static boolean isProduct(int bits) {
        return isNormal(bits) && (bits & EXPONENT_BUT_LOWEST) != 0;
    }

    private static long merge(long x, int bits) {
        return x & ~LOW | bits & LOW;
    }

    public static long add(Cpu cpu, long x, long y, int imm) {
        int bits =
                Float.floatToRawIntBits(
                        Float.intBitsToFloat((int) x) + Float.intBitsToFloat((int) y));
        return isNormal((int) x) && isNormal((int) y) && isNormal(bits) && SseValues.isSettled(cpu)
                ? merge(x, bits)
                : addAny(cpu, x, y);
    }

    private static long addAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseArithSingle.addss(cpu, X, Y, 0, 0));
    }

    public static long subtract(Cpu cpu, long x, long y, int imm) {
        int bits =
                Float.floatToRawIntBits(
                        Float.intBitsToFloat((int) x) - Float.intBitsToFloat((int) y));
        return isNormal((int) x) && isNormal((int) y) && isNormal(bits) && SseValues.isSettled(cpu)
                ? merge(x, bits)
                : subtractAny(cpu, x, y);
    }

    private static long subtractAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseArithSingle.subss(cpu, X, Y, 0, 0));
    }

    public static long multiply(Cpu cpu, long x, long y, int imm) {
        int bits =
                Float.floatToRawIntBits(
                        Float.intBitsToFloat((int) x) * Float.intBitsToFloat((int) y));
        return isNormal((int) x) && isNormal((int) y) && isProduct(bits) && SseValues.isSettled(cpu)
                ? merge(x, bits)
                : multiplyAny(cpu, x, y);
    }

    private static long multiplyAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseArithSingle.mulss(cpu, X, Y, 0, 0));
    }

    public static long divide(Cpu cpu, long x, long y, int imm) {
        int bits =
                Float.floatToRawIntBits(
                        Float.intBitsToFloat((int) x) / Float.intBitsToFloat((int) y));
        return isNormal((int) x) && isNormal((int) y) && isProduct(bits) && SseValues.isSettled(cpu)
                ? merge(x, bits)
                : divideAny(cpu, x, y);
    }

    private static long divideAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseArithSingle.divss(cpu, X, Y, 0, 0));
    }

    /// Two results side by side.
    private static long pair(long low, long high) {
        return low & LOW | high << 32;
    }

    public static long addPair(Cpu cpu, long x, long y, int imm) {
        return pair(add(cpu, x, y, imm), add(cpu, x >>> 32, y >>> 32, imm));
    }

    public static long subtractPair(Cpu cpu, long x, long y, int imm) {
        return pair(subtract(cpu, x, y, imm), subtract(cpu, x >>> 32, y >>> 32, imm));
    }

    public static long multiplyPair(Cpu cpu, long x, long y, int imm) {
        return pair(multiply(cpu, x, y, imm), multiply(cpu, x >>> 32, y >>> 32, imm));
    }

    public static long dividePair(Cpu cpu, long x, long y, int imm) {
        return pair(divide(cpu, x, y, imm), divide(cpu, x >>> 32, y >>> 32, imm));
    }

    /// True for numbers whose comparison raises nothing.
    private static boolean isTame(float x) {
        return Math.abs(x) >= Float.MIN_NORMAL || x == 0;
    }

    /// COMISS: the flags in their EFLAGS positions.
    public static long ordered(Cpu cpu, long x, long y, int imm) {
        float p = Float.intBitsToFloat((int) x);
        float q = Float.intBitsToFloat((int) y);
        return isTame(p) && isTame(q) ? p == q ? ZERO : p < q ? CARRY : 0 : orderedAny(cpu, x, y);
    }

    private static long orderedAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseCompare.comiss(cpu, X, X, Y, 0));
    }

    /// UCOMISS.
    public static long unordered(Cpu cpu, long x, long y, int imm) {
        float p = Float.intBitsToFloat((int) x);
        float q = Float.intBitsToFloat((int) y);
        return isTame(p) && isTame(q) ? p == q ? ZERO : p < q ? CARRY : 0 : unorderedAny(cpu, x, y);
    }

    private static long unorderedAny(Cpu cpu, long x, long y) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseCompare.ucomiss(cpu, X, X, Y, 0));
    }

    /// CVTSI2SS from 32 bits.
    public static long fromInt(Cpu cpu, long x, long y, int imm) {
        float r = (int) y;
        if ((double) r == (int) y) {
            return merge(x, Float.floatToRawIntBits(r));
        }
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseConvert.cvtsi2ss32(cpu, X, Y, 0, 0));
    }

    /// CVTTSS2SI to 32 bits.
    public static long toInt(Cpu cpu, long x, long y, int imm) {
        float p = Float.intBitsToFloat((int) y);
        int r = (int) p;
        if ((double) r == p) {
            return r & LOW;
        }
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseConvert.cvttss2si32(cpu, X, Y, 0, 0));
    }

    /// CVTSS2SD.
    public static long widen(Cpu cpu, long x, long y, int imm) {
        float p = Float.intBitsToFloat((int) y);
        if (Math.abs(p) >= Float.MIN_NORMAL || p == 0) {
            return Double.doubleToRawLongBits(p);
        }
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseConvert.cvtss2sd(cpu, X, Y, 0, 0));
    }

    /// CVTSD2SS.
    public static long narrow(Cpu cpu, long x, long y, int imm) {
        SseValues.prepare(cpu, x, y);
        return SseValues.result(cpu, SseConvert.cvtsd2ss(cpu, X, Y, 0, 0));
    }
}
