package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// ADD, SUB, MUL, DIV and SQRT on scalar and packed doubles.
///
/// While rounding is to nearest and everything is masked, operands and result that are plainly
/// normal go through the host's own arithmetic, and only "inexact" is left to find out: once it is
/// sticky nothing is, before that an error-free transformation tells. All else goes to [SseSoft].
/// Methods have the form of [dev.murre.machine.ir.Helpers].
public final class SseArith {
    private SseArith() {}

    /// True for normal numbers; with `least` 2, only for those clear of the subnormals.
    static boolean isNormal(long bits, int least) {
        int exponent = (int) (bits >>> 52) & 0x7ff;
        return exponent >= least && exponent < 0x7ff;
    }

    /// True where the rounding error of a product or quotient is itself a normal number.
    private static boolean hasRoom(long bits) {
        return isNormal(bits, 128);
    }

    /// Host sum of the halves at `d` and `a` if that is all there is to it, else no change.
    private static boolean fastAdd(long[] s, int d, int a, long flip, int to) {
        long xb = s[d];
        long yb = s[a] ^ flip;
        double x = Double.longBitsToDouble(xb);
        double y = Double.longBitsToDouble(yb);
        double sum = x + y;
        long bits = Double.doubleToRawLongBits(sum);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 1)) {
            return false;
        }
        if (!Mxcsr.hasInexact(s)) {
            double part = sum - x;
            if ((x - (sum - part)) + (y - part) != 0) {
                Mxcsr.setInexact(s);
            }
        }
        s[to] = bits;
        return true;
    }

    private static boolean fastMultiply(long[] s, int d, int a, int to) {
        long xb = s[d];
        long yb = s[a];
        double x = Double.longBitsToDouble(xb);
        double y = Double.longBitsToDouble(yb);
        double product = x * y;
        long bits = Double.doubleToRawLongBits(product);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 2)) {
            return false;
        }
        if (!Mxcsr.hasInexact(s)) {
            if (!hasRoom(bits)) {
                return false;
            }
            if (Math.fma(x, y, -product) != 0) {
                Mxcsr.setInexact(s);
            }
        }
        s[to] = bits;
        return true;
    }

    private static boolean fastDivide(long[] s, int d, int a, int to) {
        long xb = s[d];
        long yb = s[a];
        double x = Double.longBitsToDouble(xb);
        double y = Double.longBitsToDouble(yb);
        double quotient = x / y;
        long bits = Double.doubleToRawLongBits(quotient);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 2)) {
            return false;
        }
        if (!Mxcsr.hasInexact(s)) {
            if (!hasRoom(xb)) {
                return false;
            }
            if (Math.fma(quotient, y, -x) != 0) {
                Mxcsr.setInexact(s);
            }
        }
        s[to] = bits;
        return true;
    }

    private static boolean fastRoot(long[] s, int a, int to) {
        long yb = s[a];
        if (yb < 0 || !hasRoom(yb)) {
            return false;
        }
        double y = Double.longBitsToDouble(yb);
        double root = Math.sqrt(y);
        if (!Mxcsr.hasInexact(s) && Math.fma(root, root, -y) != 0) {
            Mxcsr.setInexact(s);
        }
        s[to] = Double.doubleToRawLongBits(root);
        return true;
    }

    public static int addsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastAdd(s, d, a, 0, d)) {
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.ADD, d, a);
    }

    public static int subsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastAdd(s, d, a, Long.MIN_VALUE, d)) {
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.SUBTRACT, d, a);
    }

    public static int mulsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastMultiply(s, d, a, d)) {
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.MULTIPLY, d, a);
    }

    public static int divsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastDivide(s, d, a, d)) {
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.DIVIDE, d, a);
    }

    public static int sqrtsd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastRoot(s, a, d)) {
            return Trap.NONE;
        }
        return SseSoft.scalar64(s, SseSoft.SQUARE_ROOT, d, a);
    }

    private static final int LOW = Slots.FP_RESULT;
    private static final int HIGH = Slots.FP_RESULT + 1;

    private static int commit(long[] s, int d) {
        s[d] = s[LOW];
        s[d + 1] = s[HIGH];
        return Trap.NONE;
    }

    public static int addpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastAdd(s, d, a, 0, LOW) && fastAdd(s, d + 1, a + 1, 0, HIGH)) {
            return commit(s, d);
        }
        return SseSoft.packed64(s, SseSoft.ADD, d, a);
    }

    public static int subpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s)
                && fastAdd(s, d, a, Long.MIN_VALUE, LOW)
                && fastAdd(s, d + 1, a + 1, Long.MIN_VALUE, HIGH)) {
            return commit(s, d);
        }
        return SseSoft.packed64(s, SseSoft.SUBTRACT, d, a);
    }

    public static int mulpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastMultiply(s, d, a, LOW) && fastMultiply(s, d + 1, a + 1, HIGH)) {
            return commit(s, d);
        }
        return SseSoft.packed64(s, SseSoft.MULTIPLY, d, a);
    }

    public static int divpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastDivide(s, d, a, LOW) && fastDivide(s, d + 1, a + 1, HIGH)) {
            return commit(s, d);
        }
        return SseSoft.packed64(s, SseSoft.DIVIDE, d, a);
    }

    public static int sqrtpd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s) && fastRoot(s, a, LOW) && fastRoot(s, a + 1, HIGH)) {
            return commit(s, d);
        }
        return SseSoft.packed64(s, SseSoft.SQUARE_ROOT, d, a);
    }
}
