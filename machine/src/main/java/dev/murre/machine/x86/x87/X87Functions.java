package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.Transcendental;
import dev.murre.machine.fp.Trigonometry;
import dev.murre.machine.fp.Trigonometry.Function;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// F2XM1, FYL2X, FYL2XP1, FPATAN, FSIN, FCOS, FSINCOS and FPTAN.
public final class X87Functions {
    private static final int W = Slots.FP_WORK;

    private X87Functions() {}

    /// F2XM1.
    public static int exponential(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        if (!X87Unary.hasOperand(s)) {
            return Trap.NONE;
        }
        int top = X87.top(s);
        long m = X87.mantissa(s, top);
        int se = X87.signExponent(s, top);
        return X87Unary.finish(s, Transcendental.exponential(m, se, X87.mode(s), s, W));
    }

    /// The functions of ST(0) and ST(1) that pop, as `imm` has them.
    public static final int LOGARITHM = 0;

    public static final int LOGARITHM_OF_SUCCESSOR = 1;
    public static final int ARC_TANGENT = 2;

    /// FYL2X, FYL2XP1 and FPATAN: the result replaces ST(1), then the stack is popped.
    public static int binary(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int to = X87.physical(s, 1);
        if (X87.isEmpty(s, top) || X87.isEmpty(s, to)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, to);
                X87.pop(s);
            }
            return Trap.NONE;
        }
        s[W] = 0;
        long r = compute(s, imm, top, to);
        if (!X87.abandons(s, (int) s[W])) {
            X87.put(s, to, r, s[W + 1]);
            X87.pop(s);
        }
        return Trap.NONE;
    }

    private static long compute(long[] s, int function, int top, int other) {
        long xm = X87.mantissa(s, top);
        int xse = X87.signExponent(s, top);
        long ym = X87.mantissa(s, other);
        int yse = X87.signExponent(s, other);
        int mode = X87.mode(s);
        return switch (function) {
            case LOGARITHM -> Transcendental.logarithm(xm, xse, ym, yse, mode, s, W);
            case LOGARITHM_OF_SUCCESSOR ->
                    Transcendental.logarithmOfSuccessor(xm, xse, ym, yse, mode, s, W);
            default -> Trigonometry.arcTangent(xm, xse, ym, yse, mode, s, W);
        };
    }

    /// FSIN.
    public static int sine(Cpu cpu, int d, int a, int b, int imm) {
        return angle(cpu.s, Function.SINE);
    }

    /// FCOS.
    public static int cosine(Cpu cpu, int d, int a, int b, int imm) {
        return angle(cpu.s, Function.COSINE);
    }

    private static int angle(long[] s, Function function) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[Slots.FPU_STATUS] &= ~(long) X87.C2;
        if (!X87Unary.hasOperand(s)) {
            return Trap.NONE;
        }
        int top = X87.top(s);
        long m = X87.mantissa(s, top);
        int se = X87.signExponent(s, top);
        if (isOutOfRange(s, m, se)) {
            return Trap.NONE;
        }
        return X87Unary.finish(s, Trigonometry.compute(function, m, se, X87.mode(s), s, W));
    }

    private static boolean isOutOfRange(long[] s, long m, int se) {
        if (Trigonometry.isInRange(m, se)) {
            return false;
        }
        X87.clearC1(s);
        s[Slots.FPU_STATUS] |= X87.C2;
        return true;
    }

    /// FSINCOS: the sine stays, the cosine is pushed.
    public static int sineCosine(Cpu cpu, int d, int a, int b, int imm) {
        return pushing(cpu.s, Function.SINE);
    }

    /// FPTAN: the tangent stays, 1 is pushed.
    public static int tangent(Cpu cpu, int d, int a, int b, int imm) {
        return pushing(cpu.s, Function.TANGENT);
    }

    private static int pushing(long[] s, Function function) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int to = (top - 1) & 7;
        s[Slots.FPU_STATUS] &= ~(long) X87.C2;
        if (X87.isEmpty(s, top) || !X87.isEmpty(s, to)) {
            boolean masked = X87.isEmpty(s, top) ? X87.underflow(s) : X87.overflow(s);
            if (masked) {
                X87.putIndefinite(s, top);
                X87.push(s);
                X87.putIndefinite(s, to);
            }
            return Trap.NONE;
        }
        long m = X87.mantissa(s, top);
        int se = X87.signExponent(s, top);
        if (isOutOfRange(s, m, se)) {
            return Trap.NONE;
        }
        s[W] = 0;
        long first = Trigonometry.compute(function, m, se, X87.mode(s), s, W);
        long firstSe = s[W + 1];
        long second = Extended.ONE;
        long secondSe = 0x3fff;
        if (function == Function.SINE) {
            second = Trigonometry.compute(Function.COSINE, m, se, X87.mode(s), s, W);
            secondSe = s[W + 1];
        } else if (Extended.isNaN(first, (int) firstSe)) {
            second = first;
            secondSe = firstSe;
        }
        if (!X87.abandons(s, (int) s[W])) {
            X87.put(s, top, first, firstSe);
            X87.push(s);
            X87.put(s, to, second, secondSe);
        }
        return Trap.NONE;
    }
}
