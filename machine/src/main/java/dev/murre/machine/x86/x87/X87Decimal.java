package dev.murre.machine.x86.x87;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.ExtendedConvert;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// FBLD and FBSTP: eighteen packed decimal digits and a sign.
public final class X87Decimal {
    private static final long LIMIT = 1_000_000_000_000_000_000L;
    private static final int W = Slots.FP_WORK;

    private X87Decimal() {}

    /// FBLD: digits 0 to 15 in slot `a`; digits 16, 17 and the sign in slot `b`.
    public static int load(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (X87.isPending(s)) {
            return Trap.FPU;
        }
        long value = 0;
        for (int i = 17; i >= 0; i--) {
            long half = i < 16 ? s[a] >>> (4 * i) : s[b] >>> (4 * (i - 16));
            value = value * 10 + (half & 15);
        }
        long m = ExtendedConvert.fromLong(value, s, W);
        int sign = (int) s[b] & 0x8000;
        return X87Move.push(s, m, (int) s[W + 1] | sign);
    }

    /// FBSTP: leaves its operand in slots `d` and `a` as [#load] takes it, and tells in slot `b`
    /// whether it is to be stored.
    public static int store(Cpu cpu, int d, int a, int b, int imm) {
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
            putIndefinite(s, d, a);
        } else {
            s[W] = 0;
            long m = X87.mantissa(s, top);
            int se = X87.signExponent(s, top);
            long value = ExtendedConvert.toSigned(m, se, 64, X87.mode(s), s, W);
            boolean fits = Math.abs(value) < LIMIT && value != Long.MIN_VALUE;
            if (!fits) {
                s[W] = FpFlag.INVALID;
            }
            if (X87.abandons(s, (int) s[W])) {
                return Trap.NONE;
            }
            if (fits) {
                putDigits(s, d, a, Math.abs(value), se & 0x8000);
            } else {
                putIndefinite(s, d, a);
            }
        }
        s[b] = 1;
        X87.pop(s);
        return Trap.NONE;
    }

    private static void putIndefinite(long[] s, int d, int a) {
        s[d] = 3L << 62;
        s[a] = 0xffff;
    }

    private static void putDigits(long[] s, int d, int a, long value, int sign) {
        long low = 0;
        for (int i = 0; i < 16; i++) {
            low |= value % 10 << (4 * i);
            value /= 10;
        }
        s[d] = low;
        s[a] = value % 10 | value / 10 << 4 | sign;
    }
}
