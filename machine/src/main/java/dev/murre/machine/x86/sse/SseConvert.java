package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.BinaryConvert;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Conversions between integers, singles and doubles.
///
/// Integers too large become the "integer indefinite" with invalid. General registers are slots
/// like any other; a 32-bit result is zero-extended. Methods have the form of
/// [dev.murre.machine.ir.Helpers].
public final class SseConvert {
    private static final int W = Slots.FP_WORK;
    private static final int RESULT = Slots.FP_RESULT;
    private static final long LOW = 0xffff_ffffL;

    /// Singles above this did not come from rounding a subnormal one up.
    private static final float SAFE = 2 * Float.MIN_NORMAL;

    private SseConvert() {}

    /// True, and inexact noted, for a number that merely loses its fraction on the way to an
    /// integer below `limit`.
    private static boolean isPlainFraction(long[] s, double x, double limit) {
        double magnitude = Math.abs(x);
        if (magnitude >= limit || !(magnitude >= 0x1p-100) || !Mxcsr.isPlain(s)) {
            return false;
        }
        Mxcsr.setInexact(s);
        return true;
    }

    private static int mode64(long[] s) {
        return Mxcsr.mode(s, FpMode.BINARY64);
    }

    private static int mode32(long[] s) {
        return Mxcsr.mode(s, FpMode.BINARY32);
    }

    private static int truncate(int mode) {
        return mode | FpMode.ZERO;
    }

    private static int putLow(long[] s, int d, long single) {
        int trap = SseSoft.finish(s, (int) s[W]);
        if (trap == Trap.NONE) {
            s[d] = (s[d] & ~LOW) | (single & LOW);
        }
        return trap;
    }

    private static int put(long[] s, int d, long value) {
        int trap = SseSoft.finish(s, (int) s[W]);
        if (trap == Trap.NONE) {
            s[d] = value;
        }
        return trap;
    }

    public static int cvtsi2sd32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[d] = Double.doubleToRawLongBits((int) s[a]);
        return Trap.NONE;
    }

    public static int cvtsi2sd64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long value = s[a];
        if (Mxcsr.isPlain(s)) {
            double r = value;
            if ((long) r != value || value == Long.MAX_VALUE) {
                Mxcsr.setInexact(s);
            }
            s[d] = Double.doubleToRawLongBits(r);
            return Trap.NONE;
        }
        s[W] = 0;
        return put(s, d, BinaryConvert.fromLong(value, mode64(s), s, W));
    }

    public static int cvtsi2ss32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int value = (int) s[a];
        float single = value;
        if ((double) single == value) {
            SseSoft.putSingle(s, d, 0, Float.floatToRawIntBits(single));
            return Trap.NONE;
        }
        s[W] = 0;
        return putLow(s, d, BinaryConvert.fromLong((int) s[a], mode32(s), s, W));
    }

    public static int cvtsi2ss64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        return putLow(s, d, BinaryConvert.fromLong(s[a], mode32(s), s, W));
    }

    public static int cvttsd2si32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[a]);
        int r = (int) x;
        if (r == x || isPlainFraction(s, x, 0x1p31)) {
            s[d] = r & LOW;
            return Trap.NONE;
        }
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 32, truncate(mode64(s)), s, W) & LOW);
    }

    public static int cvttsd2si64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[a]);
        long r = (long) x;
        if ((r == x && r != Long.MAX_VALUE) || isPlainFraction(s, x, 0x1p63)) {
            s[d] = r;
            return Trap.NONE;
        }
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 64, truncate(mode64(s)), s, W));
    }

    public static int cvtsd2si32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        double r = Math.rint(Double.longBitsToDouble(s[a]));
        if (Mxcsr.isPlain(s) && (int) r == r && SseArith.isNormal(s[a], 1)) {
            if (r != Double.longBitsToDouble(s[a])) {
                Mxcsr.setInexact(s);
            }
            s[d] = (int) r & LOW;
            return Trap.NONE;
        }
        return put(s, d, BinaryConvert.toSigned(s[a], 32, mode64(s), s, W) & LOW);
    }

    public static int cvtsd2si64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 64, mode64(s), s, W));
    }

    public static int cvttss2si32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        float x = Float.intBitsToFloat((int) s[a]);
        int r = (int) x;
        if ((double) r == x || isPlainFraction(s, x, 0x1p31)) {
            s[d] = r & LOW;
            return Trap.NONE;
        }
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 32, truncate(mode32(s)), s, W) & LOW);
    }

    public static int cvttss2si64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 64, truncate(mode32(s)), s, W));
    }

    public static int cvtss2si32(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 32, mode32(s), s, W) & LOW);
    }

    public static int cvtss2si64(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        return put(s, d, BinaryConvert.toSigned(s[a], 64, mode32(s), s, W));
    }

    public static int cvtsd2ss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[a]);
        float single = (float) x;
        boolean safe = Math.abs(single) > SAFE && Math.abs(single) <= Float.MAX_VALUE;
        if (safe && Mxcsr.isPlain(s)) {
            if (single != x) {
                Mxcsr.setInexact(s);
            }
            SseSoft.putSingle(s, d, 0, Float.floatToRawIntBits(single));
            return Trap.NONE;
        }
        s[W] = 0;
        return putLow(s, d, BinaryConvert.convert(s[a], mode32(s), s, W));
    }

    public static int cvtss2sd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        float single = Float.intBitsToFloat((int) s[a]);
        if (Math.abs(single) >= Float.MIN_NORMAL) {
            s[d] = Double.doubleToRawLongBits(single);
            return Trap.NONE;
        }
        s[W] = 0;
        return put(s, d, BinaryConvert.convert(s[a], mode64(s), s, W));
    }

    public static int cvtdq2pd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long pair = s[a];
        s[d] = Double.doubleToRawLongBits((int) pair);
        s[d + 1] = Double.doubleToRawLongBits((int) (pair >> 32));
        return Trap.NONE;
    }

    public static int cvtdq2ps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        int mode = mode32(s);
        for (int i = 0; i < 4; i++) {
            int value = (int) SseSoft.single(s, a, i);
            SseSoft.putSingle(s, RESULT, i, BinaryConvert.fromLong(value, mode, s, W));
        }
        return SseSoft.store(s, d, (int) s[W]);
    }

    public static int cvtps2dq(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return singlesToIntegers(s, d, a, mode32(s));
    }

    public static int cvttps2dq(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return singlesToIntegers(s, d, a, truncate(mode32(s)));
    }

    private static int singlesToIntegers(long[] s, int d, int a, int mode) {
        s[W] = 0;
        for (int i = 0; i < 4; i++) {
            long value = SseSoft.single(s, a, i);
            SseSoft.putSingle(s, RESULT, i, BinaryConvert.toSigned(value, 32, mode, s, W));
        }
        return SseSoft.store(s, d, (int) s[W]);
    }

    public static int cvtpd2dq(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return doublesToIntegers(s, d, a, mode64(s));
    }

    public static int cvttpd2dq(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return doublesToIntegers(s, d, a, truncate(mode64(s)));
    }

    private static int doublesToIntegers(long[] s, int d, int a, int mode) {
        s[W] = 0;
        long low = BinaryConvert.toSigned(s[a], 32, mode, s, W) & LOW;
        long high = BinaryConvert.toSigned(s[a + 1], 32, mode, s, W) << 32;
        s[RESULT] = low | high;
        s[RESULT + 1] = 0;
        return SseSoft.store(s, d, (int) s[W]);
    }

    public static int cvtpd2ps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int mode = mode32(s);
        s[W] = 0;
        long low = BinaryConvert.convert(s[a], mode, s, W);
        long high = BinaryConvert.convert(s[a + 1], mode, s, W);
        s[RESULT] = (low & LOW) | (high << 32);
        s[RESULT + 1] = 0;
        return SseSoft.store(s, d, (int) s[W]);
    }

    public static int cvtps2pd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int mode = mode64(s);
        s[W] = 0;
        long pair = s[a];
        s[RESULT] = BinaryConvert.convert(pair & LOW, mode, s, W);
        s[RESULT + 1] = BinaryConvert.convert(pair >>> 32, mode, s, W);
        return SseSoft.store(s, d, (int) s[W]);
    }

    /// CVTPI2PS: `a` is the slot of an MMX register's significand or of an operand from memory.
    public static int cvtpi2ps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int mode = mode32(s);
        s[W] = 0;
        long pair = s[a];
        long low = BinaryConvert.fromLong((int) pair, mode, s, W);
        long high = BinaryConvert.fromLong((int) (pair >> 32), mode, s, W);
        return put(s, d, (low & LOW) | (high << 32));
    }

    public static int cvtpi2pd(Cpu cpu, int d, int a, int b, int imm) {
        return cvtdq2pd(cpu, d, a, b, imm);
    }

    /// CVTPS2PI: the result goes to the one slot `d`.
    public static int cvtps2pi(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return pairToIntegers(s, d, s[a] & LOW, s[a] >>> 32, mode32(s));
    }

    public static int cvttps2pi(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return pairToIntegers(s, d, s[a] & LOW, s[a] >>> 32, truncate(mode32(s)));
    }

    public static int cvtpd2pi(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return pairToIntegers(s, d, s[a], s[a + 1], mode64(s));
    }

    public static int cvttpd2pi(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return pairToIntegers(s, d, s[a], s[a + 1], truncate(mode64(s)));
    }

    private static int pairToIntegers(long[] s, int d, long first, long second, int mode) {
        s[W] = 0;
        long low = BinaryConvert.toSigned(first, 32, mode, s, W) & LOW;
        long high = BinaryConvert.toSigned(second, 32, mode, s, W) << 32;
        return put(s, d, low | high);
    }
}
