package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.ExtendedConvert;
import dev.murre.machine.fp.ExtendedRemainder;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// FCHS, FABS, FSQRT, FRNDINT, FSCALE, FXTRACT, FPREM, FPREM1, and the instructions that turn or
/// empty the stack.
public final class X87Unary {
    private static final int W = Slots.FP_WORK;

    private X87Unary() {}

    /// Starts an instruction on ST(0); false if it ends here, perhaps with the indefinite in
    /// ST(0).
    static boolean hasOperand(long[] s) {
        int top = X87.top(s);
        if (X87.isEmpty(s, top)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, top);
            }
            return false;
        }
        s[W] = 0;
        return true;
    }

    /// Ends an instruction that replaces ST(0).
    static int finish(long[] s, long m) {
        if (!X87.abandons(s, (int) s[W])) {
            X87.put(s, X87.top(s), m, s[W + 1]);
        }
        return Trap.NONE;
    }

    /// FCHS.
    public static int negate(Cpu cpu, int d, int a, int b, int imm) {
        return changeSign(cpu.s, 0xffff, 0x8000);
    }

    /// FABS.
    public static int absolute(Cpu cpu, int d, int a, int b, int imm) {
        return changeSign(cpu.s, 0x7fff, 0);
    }

    private static int changeSign(long[] s, int keep, int flip) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        if (hasOperand(s)) {
            X87.clearC1(s);
            int at = Slots.FPU_EXPONENT + X87.top(s);
            s[at] = (s[at] & keep) ^ flip;
        }
        return Trap.NONE;
    }

    /// FSQRT.
    public static int squareRoot(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        if (!hasOperand(s)) {
            return Trap.NONE;
        }
        int top = X87.top(s);
        int mode = X87.arithmeticMode(s);
        return finish(
                s, Extended.squareRoot(X87.mantissa(s, top), X87.signExponent(s, top), mode, s, W));
    }

    /// FRNDINT.
    public static int roundToInteger(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        if (!hasOperand(s)) {
            return Trap.NONE;
        }
        int top = X87.top(s);
        long m = X87.mantissa(s, top);
        return finish(
                s, ExtendedConvert.toIntegral(m, X87.signExponent(s, top), X87.mode(s), s, W));
    }

    /// Starts an instruction on ST(0) and ST(1); as [#hasOperand], the indefinite going to `to`.
    static boolean hasOperands(long[] s, int to) {
        if (X87.isEmpty(s, X87.top(s)) || X87.isEmpty(s, X87.physical(s, 1))) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, to);
            }
            return false;
        }
        s[W] = 0;
        return true;
    }

    /// FSCALE.
    public static int scale(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        if (!hasOperands(s, top)) {
            return Trap.NONE;
        }
        int by = X87.physical(s, 1);
        long r =
                ExtendedRemainder.scale(
                        X87.mantissa(s, top),
                        X87.signExponent(s, top),
                        X87.mantissa(s, by),
                        X87.signExponent(s, by),
                        X87.mode(s),
                        s,
                        W);
        return finish(s, r);
    }

    /// FPREM: the quotient's low bits go to C0, C3, C1 if the result is a number; C2 tells that
    /// the reduction is not complete.
    public static int remainder(Cpu cpu, int d, int a, int b, int imm) {
        return remainder(cpu.s, ExtendedRemainder.Quotient.TRUNCATED);
    }

    /// FPREM1: the same with the quotient rounded to nearest.
    public static int nearestRemainder(Cpu cpu, int d, int a, int b, int imm) {
        return remainder(cpu.s, ExtendedRemainder.Quotient.NEAREST);
    }

    private static int remainder(long[] s, ExtendedRemainder.Quotient quotient) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        s[Slots.FPU_STATUS] &= ~(long) X87.C2;
        if (!hasOperands(s, top)) {
            return Trap.NONE;
        }
        int by = X87.physical(s, 1);
        long r =
                ExtendedRemainder.remainder(
                        X87.mantissa(s, top),
                        X87.signExponent(s, top),
                        X87.mantissa(s, by),
                        X87.signExponent(s, by),
                        quotient,
                        X87.mode(s),
                        s,
                        W);
        if (X87.abandons(s, (int) s[W] & ~ExtendedRemainder.INFO)) {
            return Trap.NONE;
        }
        X87.put(s, top, r, s[W + 1]);
        if (Extended.isNaN(r, (int) s[W + 1])) {
            return Trap.NONE;
        }
        int info = (int) s[W] & ExtendedRemainder.INFO;
        int conditions = (info & ExtendedRemainder.INCOMPLETE) != 0 ? X87.C2 : 0;
        conditions |= (info & ExtendedRemainder.BIT0) != 0 ? X87.C1 : 0;
        conditions |= (info & ExtendedRemainder.BIT1) != 0 ? X87.C3 : 0;
        conditions |= (info & ExtendedRemainder.BIT2) != 0 ? X87.C0 : 0;
        X87.setConditions(s, conditions);
        return Trap.NONE;
    }

    /// FXTRACT: the exponent stays, the significand is pushed.
    public static int extract(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int to = (top - 1) & 7;
        if (X87.isEmpty(s, top)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, top);
                X87.push(s);
                X87.putIndefinite(s, to);
            }
            return Trap.NONE;
        }
        if (!X87.isEmpty(s, to)) {
            if (X87.overflow(s)) {
                X87.putIndefinite(s, top);
                X87.push(s);
                X87.putIndefinite(s, to);
            }
            return Trap.NONE;
        }
        s[W] = 0;
        long m = X87.mantissa(s, top);
        int se = X87.signExponent(s, top);
        long exponent = ExtendedRemainder.exponent(m, se, s, W);
        long exponentSe = s[W + 1];
        long significand = ExtendedRemainder.significand(m, se, s, W);
        if (!X87.abandons(s, (int) s[W])) {
            X87.put(s, top, exponent, exponentSe);
            X87.push(s);
            X87.put(s, to, significand, s[W + 1]);
        }
        return Trap.NONE;
    }

    /// FINCSTP and FDECSTP: `imm` is 1 or -1.
    public static int rotate(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        X87.clearC1(s);
        X87.rotate(s, imm);
        return Trap.NONE;
    }

    /// Bit of [#free]'s immediate.
    public static final int POP = 8;

    /// FFREE: `imm` is i, with [#POP] for FFREEP.
    public static int free(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        X87.clearC1(s);
        s[Slots.FPU_TAGS] &= ~(1L << X87.physical(s, imm & 7));
        if ((imm & POP) != 0) {
            X87.pop(s);
        }
        return Trap.NONE;
    }

    /// FWAIT and FNOP: nothing but the exception that is pending.
    public static int await(Cpu cpu, int d, int a, int b, int imm) {
        return X87.isPending(cpu.s) ? Trap.FPU : Trap.NONE;
    }
}
