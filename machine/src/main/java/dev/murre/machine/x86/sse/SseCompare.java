package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Comparisons, minima, maxima, rounding to integral values, and the horizontal and alternating
/// sums.
///
/// Methods return 0 or an exception's vector; the EFLAGS comparisons return the flags or its
/// negative.
public final class SseCompare {
    private static final int CARRY = 1;
    private static final int PARITY = 4;
    private static final int ZERO = 0x40;

    private SseCompare() {}

    /// True for numbers whose comparison raises nothing: neither NaN nor subnormal.
    private static boolean isTame(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL || x == 0;
    }

    private static boolean isTame(float x) {
        return Math.abs(x) >= Float.MIN_NORMAL || x == 0;
    }

    /// COMISD of slots `a` and `b`: ZF, PF and CF go to slot `d` in their EFLAGS positions (all
    /// other status flags become 0).
    public static int comisd(Cpu cpu, int d, int a, int b, int imm) {
        return flags64(cpu.s, d, a, b, FpFlag.INVALID);
    }

    /// UCOMISD, which minds only signalling NaNs; otherwise as [#comisd].
    public static int ucomisd(Cpu cpu, int d, int a, int b, int imm) {
        return flags64(cpu.s, d, a, b, 0);
    }

    public static int comiss(Cpu cpu, int d, int a, int b, int imm) {
        return flags32(cpu.s, d, a, b, FpFlag.INVALID);
    }

    public static int ucomiss(Cpu cpu, int d, int a, int b, int imm) {
        return flags32(cpu.s, d, a, b, 0);
    }

    private static int flags64(long[] s, int d, int a, int b, int quietRaises) {
        long x = s[a];
        long y = s[b];
        double p = Double.longBitsToDouble(x);
        double q = Double.longBitsToDouble(y);
        if (isTame(p) && isTame(q)) {
            s[d] = p == q ? ZERO : p < q ? CARRY : 0;
            return Trap.NONE;
        }
        s[Slots.FP_WORK] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY64);
        return flags(s, d, Binary.compare(x, y, quietRaises, mode, s, Slots.FP_WORK));
    }

    private static int flags32(long[] s, int d, int a, int b, int quietRaises) {
        long x = s[a] & 0xffff_ffffL;
        long y = s[b] & 0xffff_ffffL;
        float p = Float.intBitsToFloat((int) x);
        float q = Float.intBitsToFloat((int) y);
        if (isTame(p) && isTame(q)) {
            s[d] = p == q ? ZERO : p < q ? CARRY : 0;
            return Trap.NONE;
        }
        s[Slots.FP_WORK] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY32);
        return flags(s, d, Binary.compare(x, y, quietRaises, mode, s, Slots.FP_WORK));
    }

    private static int flags(long[] s, int d, int order) {
        s[d] =
                switch (order) {
                    case Binary.EQUAL -> ZERO;
                    case Binary.LESS -> CARRY;
                    case Binary.GREATER -> 0;
                    default -> ZERO | PARITY | CARRY;
                };
        return SseSoft.finish(s, (int) s[Slots.FP_WORK]);
    }

    /// The predicate of two numbers that are ordered.
    private static boolean holds(boolean less, boolean equal, int predicate) {
        boolean plain =
                switch (predicate & 3) {
                    case 0 -> equal;
                    case 1 -> less;
                    case 2 -> less || equal;
                    default -> false;
                };
        return plain == ((predicate & 4) == 0);
    }

    public static int cmpsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[d]);
        double y = Double.longBitsToDouble(s[a]);
        if (isTame(x) && isTame(y)) {
            s[d] = holds(x < y, x == y, imm) ? -1 : 0;
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmpss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.scalar32(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmppd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmpps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int minsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[d]);
        double y = Double.longBitsToDouble(s[a]);
        if (isTame(x) && isTame(y)) {
            s[d] = x < y ? s[d] : s[a];
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.MINIMUM, d, a);
    }

    public static int minss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        float x = Float.intBitsToFloat((int) s[d]);
        float y = Float.intBitsToFloat((int) s[a]);
        if (isTame(x) && isTame(y)) {
            if (!(x < y)) {
                SseSoft.putSingle(s, d, 0, s[a]);
            }
            return Trap.NONE;
        }
        return SseSoft.scalar32(s, SseSoft.MINIMUM, d, a);
    }

    public static int minpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.MINIMUM, d, a);
    }

    public static int minps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.MINIMUM, d, a);
    }

    public static int maxsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        double x = Double.longBitsToDouble(s[d]);
        double y = Double.longBitsToDouble(s[a]);
        if (isTame(x) && isTame(y)) {
            s[d] = x > y ? s[d] : s[a];
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        float x = Float.intBitsToFloat((int) s[d]);
        float y = Float.intBitsToFloat((int) s[a]);
        if (isTame(x) && isTame(y)) {
            if (!(x > y)) {
                SseSoft.putSingle(s, d, 0, s[a]);
            }
            return Trap.NONE;
        }
        return SseSoft.scalar32(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.MAXIMUM, d, a);
    }

    private static double round(double x, int rounding) {
        return switch (rounding) {
            case FpMode.NEAREST -> Math.rint(x);
            case FpMode.DOWN -> Math.floor(x);
            case FpMode.UP -> Math.ceil(x);
            default -> x < 0 ? Math.ceil(x) : Math.floor(x);
        };
    }

    public static int roundsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long bits = s[a];
        if (Mxcsr.isPlain(s) && SseArith.isNormal(bits, 1)) {
            double x = Double.longBitsToDouble(bits);
            double r = round(x, (imm & 4) != 0 ? 0 : imm & 3);
            if (r != x && (imm & 8) == 0) {
                Mxcsr.setInexact(s);
            }
            s[d] = Double.doubleToRawLongBits(r);
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.scalar32(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int addsubpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.ADD_SUBTRACT, d, a);
    }

    public static int addsubps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.ADD_SUBTRACT, d, a);
    }

    public static int haddpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.HORIZONTAL_ADD, d, a);
    }

    public static int haddps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.HORIZONTAL_ADD, d, a);
    }

    public static int hsubpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed64(s, SseSoft.HORIZONTAL_SUBTRACT, d, a);
    }

    public static int hsubps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return SseSoft.packed32(s, SseSoft.HORIZONTAL_SUBTRACT, d, a);
    }
}
