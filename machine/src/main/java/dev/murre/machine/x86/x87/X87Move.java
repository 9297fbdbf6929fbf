package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.ExtendedConvert;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Loads, stores, exchanges and conditional moves.
///
/// A store leaves its value in slot `d` and 1 in slot `b`, or 0 there when an exception that is
/// not masked forbids it; the caller has made sure that memory can be written.
public final class X87Move {
    /// Bit of a store's immediate: pop afterwards.
    public static final int POP = 1 << 8;

    private static final int W = Slots.FP_WORK;

    private X87Move() {}

    /// Pushes a number, or the indefinite when the stack is full.
    static int push(long[] s, long m, int se) {
        int to = (X87.top(s) - 1) & 7;
        if (!X87.isEmpty(s, to)) {
            if (X87.overflow(s)) {
                X87.push(s);
                X87.putIndefinite(s, to);
            }
            return Trap.NONE;
        }
        X87.clearC1(s);
        X87.push(s);
        X87.put(s, to, m, se);
        return Trap.NONE;
    }

    /// FLD m32 from slot `a`.
    public static int loadSingle(Cpu cpu, int d, int a, int b, int imm) {
        return loadBinary(cpu.s, cpu.s[a] & 0xffff_ffffL, FpMode.BINARY32);
    }

    /// FLD m64 from slot `a`.
    public static int loadDouble(Cpu cpu, int d, int a, int b, int imm) {
        return loadBinary(cpu.s, cpu.s[a], FpMode.BINARY64);
    }

    private static int loadBinary(long[] s, long bits, int format) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[W] = 0;
        long m = ExtendedConvert.fromBinary(bits, format, s, W);
        int flags = (int) s[W];
        int to = (X87.top(s) - 1) & 7;
        if (!X87.isEmpty(s, to)) {
            return push(s, m, (int) s[W + 1]);
        }
        int unmasked = X87.raise(s, flags);
        if ((unmasked & FpFlag.INVALID) == 0) {
            X87.push(s);
            X87.put(s, to, m, s[W + 1]);
        }
        return Trap.NONE;
    }

    /// FLD m80: significand in slot `a`, sign and exponent in slot `b`.
    public static int loadExtended(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return X87.isPending(s) ? Trap.FPU : push(s, s[a], (int) s[b] & 0xffff);
    }

    /// FILD: the sign-extended integer in slot `a`.
    public static int loadInteger(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        long m = ExtendedConvert.fromLong(s[a], s, W);
        return push(s, m, (int) s[W + 1]);
    }

    /// FLD ST(i): `imm` is i.
    public static int loadRegister(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int from = X87.physical(s, imm);
        if (X87.isEmpty(s, from)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, X87.push(s));
            }
            return Trap.NONE;
        }
        return push(s, X87.mantissa(s, from), X87.signExponent(s, from));
    }

    /// FLD1, FLDL2T and so on: `imm` is the constant's number in the opcode map, 0 to 6.
    public static int loadConstant(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int rounding = (int) s[Slots.FPU_CONTROL] >>> 10 & 3;
        return push(s, X87Constants.significand(imm, rounding), X87Constants.exponent(imm));
    }

    /// FST and FSTP m32: `imm` is 0 or [#POP].
    public static int storeSingle(Cpu cpu, int d, int a, int b, int imm) {
        return storeBinary(cpu.s, d, b, imm, FpMode.BINARY32);
    }

    /// FST and FSTP m64: `imm` is 0 or [#POP].
    public static int storeDouble(Cpu cpu, int d, int a, int b, int imm) {
        return storeBinary(cpu.s, d, b, imm, FpMode.BINARY64);
    }

    private static int storeBinary(long[] s, int d, int b, int imm, int format) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[b] = 0;
        int top = X87.top(s);
        int mode = format | X87.rules(s);
        s[W] = 0;
        if (X87.isEmpty(s, top)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            s[d] = ExtendedConvert.indefinite(mode, s, W);
        } else {
            s[d] =
                    ExtendedConvert.toBinary(
                            X87.mantissa(s, top), X87.signExponent(s, top), mode, s, W);
            int flags = (int) s[W] & ~FpFlag.DENORMAL;
            int fatal = flags & ~FpFlag.INEXACT & FpFlag.ALL & ~(int) s[Slots.FPU_CONTROL];
            X87.raise(s, fatal != 0 ? flags & ~(FpFlag.INEXACT | FpFlag.ROUNDED_UP) : flags);
            if (fatal != 0) {
                return Trap.NONE;
            }
        }
        s[b] = 1;
        popIf(s, imm);
        return Trap.NONE;
    }

    private static void popIf(long[] s, int imm) {
        if ((imm & POP) != 0) {
            X87.pop(s);
        }
    }

    /// FSTP m80: significand to slot `d`, sign and exponent to slot `a`.
    public static int storeExtended(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[b] = 0;
        int top = X87.top(s);
        if (X87.isEmpty(s, top)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            s[d] = Extended.INDEFINITE;
            s[a] = Extended.INDEFINITE_SE;
        } else {
            X87.clearC1(s);
            s[d] = X87.mantissa(s, top);
            s[a] = X87.signExponent(s, top);
        }
        s[b] = 1;
        X87.pop(s);
        return Trap.NONE;
    }

    /// FIST and FISTP: `imm` is the integer's width in bits, perhaps with [#POP].
    public static int storeInteger(Cpu cpu, int d, int a, int b, int imm) {
        return storeInteger(cpu.s, d, b, imm, X87.mode(cpu.s));
    }

    /// FISTTP: as [#storeInteger], rounding towards zero.
    public static int storeTruncated(Cpu cpu, int d, int a, int b, int imm) {
        return storeInteger(cpu.s, d, b, imm, X87.mode(cpu.s) | FpMode.ZERO);
    }

    private static int storeInteger(long[] s, int d, int b, int imm, int mode) {
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        s[b] = 0;
        int top = X87.top(s);
        int width = imm & 0xff;
        if (X87.isEmpty(s, top)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            s[d] = -1L << (width - 1);
        } else {
            s[W] = 0;
            long m = X87.mantissa(s, top);
            s[d] = ExtendedConvert.toSigned(m, X87.signExponent(s, top), width, mode, s, W);
            if (X87.abandons(s, (int) s[W])) {
                return Trap.NONE;
            }
        }
        s[b] = 1;
        popIf(s, imm);
        return Trap.NONE;
    }

    /// FST and FSTP ST(i): `imm` is i, perhaps with [#POP].
    public static int storeRegister(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int to = X87.physical(s, imm & 7);
        if (X87.isEmpty(s, top)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            X87.putIndefinite(s, to);
        } else {
            X87.clearC1(s);
            X87.put(s, to, X87.mantissa(s, top), X87.signExponent(s, top));
        }
        popIf(s, imm);
        return Trap.NONE;
    }

    /// FSTP ST(i) as D9 D8+i encodes it: an empty ST(0) is dropped and nothing else.
    public static int storeRegisterQuietly(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        if (!X87.isEmpty(s, X87.top(s))) {
            return storeRegister(cpu, d, a, b, imm | POP);
        }
        X87.clearC1(s);
        X87.pop(s);
        return Trap.NONE;
    }

    /// FXCH: `imm` is i.
    public static int exchange(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int other = X87.physical(s, imm);
        X87.clearC1(s);
        if (X87.isEmpty(s, top) || X87.isEmpty(s, other)) {
            if (!X87.underflow(s)) {
                return Trap.NONE;
            }
            fillIfEmpty(s, top);
            fillIfEmpty(s, other);
        }
        long m = X87.mantissa(s, top);
        int se = X87.signExponent(s, top);
        X87.put(s, top, X87.mantissa(s, other), X87.signExponent(s, other));
        X87.put(s, other, m, se);
        return Trap.NONE;
    }

    private static void fillIfEmpty(long[] s, int physical) {
        if (X87.isEmpty(s, physical)) {
            X87.putIndefinite(s, physical);
        }
    }

    /// FCMOVcc: moves ST(`imm`) if slot `a` is not 0.
    public static int conditional(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        int top = X87.top(s);
        int from = X87.physical(s, imm);
        if (X87.isEmpty(s, top) || X87.isEmpty(s, from)) {
            if (X87.underflow(s)) {
                X87.putIndefinite(s, top);
            }
            return Trap.NONE;
        }
        if (s[a] != 0) {
            X87.put(s, top, X87.mantissa(s, from), X87.signExponent(s, from));
        }
        return Trap.NONE;
    }
}
