package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.ExtendedConvert;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// FCOM, FUCOM, FICOM, FTST, FXAM and the comparisons that set EFLAGS.
public final class X87Compare {
    /// Bits of a register form's immediate, above the register.
    public static final int UNORDERED = 1 << 3;

    /// How often to pop, from this bit on.
    public static final int POP_SHIFT = 4;

    private static final int W = Slots.FP_WORK;

    private X87Compare() {}

    /// ST(0) with ST(i), into C3, C2 and C0: `imm` is i, with [#UNORDERED] for FUCOM, and pops.
    public static int registers(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int order = order(s, imm);
        X87.setConditions(s, order & ~ABANDONED);
        if ((order & ABANDONED) == 0) {
            pops(s, imm >> POP_SHIFT);
        }
        return Trap.NONE;
    }

    /// ST(0) with ST(i), as ZF, PF and CF in slot `d` (FCOMI); `imm` as in [#registers]. C1 stays
    /// but for an empty register.
    public static int toFlags(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        long conditionOne = s[Slots.FPU_STATUS] & X87.C1;
        boolean empty = X87.isEmpty(s, X87.top(s)) || X87.isEmpty(s, X87.physical(s, imm & 7));
        int order = order(s, imm);
        if (!empty) {
            s[Slots.FPU_STATUS] |= conditionOne;
        }
        s[d] =
                switch (order & ~ABANDONED) {
                    case EQUAL -> CC.ZF;
                    case LESS -> CC.CF;
                    case GREATER -> 0;
                    default -> CC.ZF | CC.PF | CC.CF;
                };
        if ((order & ABANDONED) == 0) {
            pops(s, imm >> POP_SHIFT);
        }
        return Trap.NONE;
    }

    /// Orders as the bits of C3, C2 and C0, so that one more bit can say that an exception that is
    /// not masked ends the instruction.
    private static final int EQUAL = X87.C3;

    private static final int LESS = X87.C0;
    private static final int GREATER = 0;
    private static final int NONE = X87.C3 | X87.C2 | X87.C0;
    private static final int ABANDONED = 1;

    private static int order(long[] s, int imm) {
        int top = X87.top(s);
        int other = X87.physical(s, imm & 7);
        if (X87.isEmpty(s, top) || X87.isEmpty(s, other)) {
            return X87.underflow(s) ? NONE : NONE | ABANDONED;
        }
        s[W] = 0;
        long om = X87.mantissa(s, other);
        int ose = X87.signExponent(s, other);
        int quiet = (imm & UNORDERED) != 0 ? 0 : FpFlag.INVALID;
        int order = compare(s, top, om, ose, quiet);
        return X87.abandons(s, (int) s[W]) ? order | ABANDONED : order;
    }

    private static int compare(long[] s, int top, long om, int ose, int quiet) {
        long m = X87.mantissa(s, top);
        return switch (Extended.compare(m, X87.signExponent(s, top), om, ose, quiet, s, W)) {
            case Binary.EQUAL -> EQUAL;
            case Binary.LESS -> LESS;
            case Binary.GREATER -> GREATER;
            default -> NONE;
        };
    }

    private static void pops(long[] s, int count) {
        for (int i = 0; i < count; i++) {
            X87.pop(s);
        }
    }

    /// FCOM m32: `imm` is how often to pop.
    public static int single(Cpu cpu, int d, int a, int b, int imm) {
        return binary(cpu.s, cpu.s[a] & 0xffff_ffffL, FpMode.BINARY32, imm);
    }

    /// FCOM m64: `imm` is how often to pop.
    public static int doubled(Cpu cpu, int d, int a, int b, int imm) {
        return binary(cpu.s, cpu.s[a], FpMode.BINARY64, imm);
    }

    /// FICOM with the integer in slot `a` (sign-extended): `imm` is how often to pop.
    public static int integer(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        long m = ExtendedConvert.fromLong(s[a], s, W);
        return memory(s, m, (int) s[W + 1], 0, imm);
    }

    /// FTST.
    public static int zero(Cpu cpu, int d, int a, int b, int imm) {
        return X87.isPending(cpu.s) ? Trap.FPU : memory(cpu.s, 0, 0, 0, 0);
    }

    private static int binary(long[] s, long bits, int format, int pops) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        long m = ExtendedConvert.widen(bits, format, s, W);
        int denormal = Binary.isSubnormal(bits, format) ? FpFlag.DENORMAL : 0;
        return memory(s, m, (int) s[W + 1], denormal, pops);
    }

    private static int memory(long[] s, long om, int ose, int denormal, int pops) {
        int top = X87.top(s);
        if (X87.isEmpty(s, top)) {
            boolean masked = X87.underflow(s);
            X87.setConditions(s, NONE);
            pops(s, masked ? pops : 0);
            return Trap.NONE;
        }
        s[W] = 0;
        int order = compare(s, top, om, ose, FpFlag.INVALID);
        int flags = (int) s[W] | (order == NONE ? 0 : denormal);
        boolean abandoned = X87.abandons(s, flags);
        X87.setConditions(s, order);
        pops(s, abandoned ? 0 : pops);
        return Trap.NONE;
    }

    /// FXAM ("Intel SDM vol. 2, FXAM"): the class in C3, C2, C0, the sign in C1.
    public static int examine(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int se = X87.signExponent(s, top);
        int sign = (se & 0x8000) != 0 ? X87.C1 : 0;
        int kind =
                X87.isEmpty(s, top)
                        ? X87.C3 | X87.C0
                        : switch (Extended.classify(X87.mantissa(s, top), se)) {
                            case UNSUPPORTED -> 0;
                            case NAN -> X87.C0;
                            case NORMAL -> X87.C2;
                            case INFINITE -> X87.C2 | X87.C0;
                            case ZERO -> X87.C3;
                            case SUBNORMAL -> X87.C3 | X87.C2;
                        };
        X87.setConditions(s, kind | sign);
        return Trap.NONE;
    }
}
