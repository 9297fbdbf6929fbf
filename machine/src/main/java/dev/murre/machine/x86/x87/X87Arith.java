package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.ExtendedConvert;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// FADD, FMUL, FSUB, FSUBR, FDIV and FDIVR with registers, memory and integers.
public final class X87Arith {
    /// Operations, numbered as the reg field of D8 and its relatives has them.
    public static final int ADD = 0;

    public static final int MULTIPLY = 1;
    public static final int SUBTRACT = 4;
    public static final int SUBTRACT_REVERSED = 5;
    public static final int DIVIDE = 6;
    public static final int DIVIDE_REVERSED = 7;

    /// Bits of a register form's immediate, above the operation and (from bit 3) the register.
    public static final int TO_REGISTER = 1 << 6;

    public static final int POP = 1 << 7;

    private static final int W = Slots.FP_WORK;

    private X87Arith() {}

    /// ST(0) with ST(i): `imm` is operation | i << 3, with [#TO_REGISTER] if ST(i) receives the
    /// result and [#POP].
    public static int registers(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int other = X87.physical(s, imm >> 3 & 7);
        boolean reversed = (imm & TO_REGISTER) != 0;
        int to = reversed ? other : top;
        if (X87.isEmpty(s, top) || X87.isEmpty(s, other)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            X87.putIndefinite(s, to);
        } else {
            s[W] = 0;
            int from = reversed ? top : other;
            long om = X87.mantissa(s, from);
            long r = compute(s, imm & 7, to, om, X87.signExponent(s, from));
            if (X87.abandons(s, (int) s[W])) {
                return Trap.NONE;
            }
            X87.put(s, to, r, s[W + 1]);
        }
        if ((imm & POP) != 0) {
            X87.pop(s);
        }
        return Trap.NONE;
    }

    /// Register `to` with another operand; the result is not yet stored.
    private static long compute(long[] s, int operation, int to, long om, int ose) {
        int mode = X87.arithmeticMode(s);
        long m = X87.mantissa(s, to);
        int se = X87.signExponent(s, to);
        return switch (operation) {
            case ADD -> Extended.add(m, se, om, ose, mode, s, W);
            case MULTIPLY -> Extended.multiply(m, se, om, ose, mode, s, W);
            case SUBTRACT -> Extended.subtract(m, se, om, ose, mode, s, W);
            case SUBTRACT_REVERSED -> Extended.subtract(om, ose, m, se, mode, s, W);
            case DIVIDE -> Extended.divide(m, se, om, ose, mode, s, W);
            default -> Extended.divide(om, ose, m, se, mode, s, W);
        };
    }

    /// ST(0) with the binary32 number in slot `a`; `imm` is the operation.
    public static int single(Cpu cpu, int d, int a, int b, int imm) {
        return binary(cpu.s, cpu.s[a] & 0xffff_ffffL, FpMode.BINARY32, imm);
    }

    /// ST(0) with the binary64 number in slot `a`; `imm` is the operation.
    public static int doubled(Cpu cpu, int d, int a, int b, int imm) {
        return binary(cpu.s, cpu.s[a], FpMode.BINARY64, imm);
    }

    /// ST(0) with the integer in slot `a` (sign-extended); `imm` is the operation.
    public static int integer(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[W] = 0;
        long m = ExtendedConvert.fromLong(s[a], s, W);
        return memory(s, m, (int) s[W + 1], imm, 0);
    }

    private static int binary(long[] s, long bits, int format, int operation) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[W] = 0;
        long m = ExtendedConvert.widen(bits, format, s, W);
        int denormal = Binary.isSubnormal(bits, format) ? FpFlag.DENORMAL : 0;
        return memory(s, m, (int) s[W + 1], operation, denormal);
    }

    /// ST(0) with an operand from memory.
    ///
    /// @param denormal the flag of a subnormal operand, raised unless something else comes
    ///     first
    private static int memory(long[] s, long om, int ose, int operation, int denormal) {
        int top = X87.top(s);
        if (X87.isEmpty(s, top)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, top);
            }
            return Trap.NONE;
        }
        s[W] = 0;
        long r = compute(s, operation, top, om, ose);
        int flags = (int) s[W];
        int se = (int) s[W + 1];
        if ((flags & (FpFlag.INVALID | FpFlag.DIVIDE_BY_ZERO)) == 0 && !Extended.isNaN(r, se)) {
            flags |= denormal;
        }
        if (!X87.abandons(s, flags)) {
            X87.put(s, top, r, se);
        }
        return Trap.NONE;
    }
}
