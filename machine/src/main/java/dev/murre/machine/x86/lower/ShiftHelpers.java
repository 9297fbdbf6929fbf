package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.X86Op;

/// Shifts, rotations and additions with carry of all widths on plain values: slot `d` holds the
/// value, zero-extended, and takes the result; flags go in and out in their EFLAGS positions.
public final class ShiftHelpers {
    private static final int ROL = 0;
    private static final int ROR = 1;
    private static final int RCL = 2;
    private static final int RCR = 3;
    private static final int SHL = 4;
    private static final int SHR = 5;
    private static final int SAR = 6;

    private ShiftHelpers() {}

    /// The immediate of [#shift].
    static int variant(X86Op op, int log2Width) {
        int operation =
                switch (op) {
                    case ROL -> ROL;
                    case ROR -> ROR;
                    case RCL -> RCL;
                    case RCR -> RCR;
                    case SHL -> SHL;
                    case SHR -> SHR;
                    default -> SAR;
                };
        return operation << 2 | log2Width;
    }

    private static long mask(int bits) {
        return -1L >>> 64 - bits;
    }

    /// Slot `d` shifted or rotated by slot `a`, flags in slot `b`.
    public static int shift(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int bits = 8 << (imm & 3);
        int count = (int) s[a] & (bits == 64 ? 63 : 31);
        if (count == 0) {
            return Trap.NONE;
        }
        long value = s[d] & mask(bits);
        int flags = (int) s[b];
        switch (imm >> 2) {
            case ROL, ROR -> rotate(s, d, b, imm >> 2, value, count, bits);
            case RCL, RCR -> rotateCarry(s, d, b, imm >> 2, value, count, bits);
            case SHL -> {
                long before = value << count - 1;
                finish(s, d, b, before << 1, (int) (before >>> bits - 1) & 1, bits, ShiftKind.LEFT);
            }
            case SHR -> {
                long before = value >>> count - 1;
                finish(s, d, b, before >>> 1, (int) before & 1, bits, ShiftKind.RIGHT);
            }
            default -> {
                long before = value << 64 - bits >> 64 - bits >> count - 1;
                finish(s, d, b, before >> 1, (int) before & 1, bits, ShiftKind.ARITHMETIC);
            }
        }
        s[b] |= flags & ~CC.ALL;
        return Trap.NONE;
    }

    private enum ShiftKind {
        LEFT,
        RIGHT,
        ARITHMETIC
    }

    private static void finish(
            long[] s, int d, int b, long wide, int carry, int bits, ShiftKind kind) {
        long result = wide & mask(bits);
        int top = (int) (result >>> bits - 1) & 1;
        int overflow =
                switch (kind) {
                    case LEFT -> top ^ carry;
                    case RIGHT -> (int) (result >>> bits - 2) & 1;
                    case ARITHMETIC -> 0;
                };
        s[d] = result;
        s[b] =
                carry
                        | overflow << 11
                        | top << 7
                        | (result == 0 ? CC.ZF : 0)
                        | CC.parity((int) result) << 2;
    }

    private static void rotate(
            long[] s, int d, int b, int operation, long value, int count, int bits) {
        int left = (operation == ROL ? count : bits - count) & bits - 1;
        long result = left == 0 ? value : (value << left | value >>> bits - left) & mask(bits);
        int top = (int) (result >>> bits - 1) & 1;
        int carry = operation == ROL ? (int) result & 1 : top;
        int other = operation == ROL ? top : (int) (result >>> bits - 2) & 1;
        s[d] = result;
        s[b] = s[b] & ~(CC.CF | CC.OF) | carry | (carry ^ other) << 11;
    }

    private static void rotateCarry(
            long[] s, int d, int b, int operation, long value, int count, int bits) {
        int carry = (int) s[b] & 1;
        long result = value;
        int steps = count % (bits + 1);
        for (int i = 0; i < steps; i++) {
            int out;
            if (operation == RCL) {
                out = (int) (result >>> bits - 1) & 1;
                result = (result << 1 | carry) & mask(bits);
            } else {
                out = (int) result & 1;
                result = result >>> 1 | (long) carry << bits - 1;
            }
            carry = out;
        }
        int top = (int) (result >>> bits - 1) & 1;
        int overflow = operation == RCL ? top ^ carry : top ^ (int) (result >>> bits - 2) & 1;
        s[d] = result;
        s[b] = s[b] & ~(CC.CF | CC.OF) | carry | overflow << 11;
    }

    /// SHLD (or SHRD if `imm` has 4) of slot `d`, filled from slot `a`; slot `b` holds the masked
    /// count in its low byte and the flags above, and takes the flags.
    public static int doubleShift(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int bits = 8 << (imm & 3);
        int count = (int) s[b] & 0xff;
        s[b] >>>= 8;
        if (count == 0) {
            return Trap.NONE;
        }
        boolean left = (imm & 4) == 0;
        long value = s[d] & mask(bits);
        long fill = s[a] & mask(bits);
        long before;
        long result;
        int carry;
        if (bits == 16) {
            long joined =
                    left
                            ? value << 32 | fill << 16 | value
                            : fill << 48 | value << 32 | fill << 16 | value;
            before = left ? joined << count - 1 : joined >>> count - 1;
            result = left ? before >>> 31 & 0xffff : before >>> 1 & 0xffff;
            carry = left ? (int) (before >>> 47) & 1 : (int) before & 1;
            before = left ? before >>> 32 & 0xffff : before & 0xffff;
        } else if (left) {
            before = count == 1 ? value : value << count - 1 | fill >>> bits - count + 1;
            result = value << count | fill >>> bits - count;
            carry = (int) (before >>> bits - 1) & 1;
        } else {
            before = count == 1 ? value : value >>> count - 1 | fill << bits - count + 1;
            result = value >>> count | fill << bits - count;
            carry = (int) before & 1;
        }
        result &= mask(bits);
        int top = (int) (result >>> bits - 1) & 1;
        int overflow = top ^ (int) (before >>> bits - 1) & 1;
        s[d] = result;
        s[b] =
                carry
                        | overflow << 11
                        | top << 7
                        | (result == 0 ? CC.ZF : 0)
                        | CC.parity((int) result) << 2;
        return Trap.NONE;
    }

    /// ADC (or SBB if `imm` has 4) of 1 or 2 bytes: slot `d` with slot `a`, flags in slot `b`.
    public static int narrowCarry(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int log2Width = imm & 3;
        int carry = (int) s[b] & 1;
        if ((imm & 4) == 0) {
            long result = s[d] + s[a] + carry;
            s[b] = CC.flags((carry == 0 ? CC.ADD : CC.ADC) | log2Width, result, s[a]);
            s[d] = result;
        } else {
            s[b] = CC.flags((carry == 0 ? CC.SUB : CC.SBB) | log2Width, s[d], s[a]);
            s[d] = s[d] - s[a] - carry;
        }
        return Trap.NONE;
    }
}
