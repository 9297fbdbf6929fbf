package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Trap;

/// DIV and IDIV.
public final class DivideHelpers {
    private static final int SIGNED = 4;
    private static final long LOW = 0xffff_ffffL;

    private DivideHelpers() {}

    /// Divides slots `a:d` (RDX:RAX, or AX for bytes) by slot `b`. `imm`: log2 of the width, plus 4
    /// for a signed division. The divide error changes nothing.
    public static int divide(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        boolean signed = (imm & SIGNED) != 0;
        return switch (imm & 3) {
            case 0 -> divide8(s, d, s[b], signed);
            case 1 -> divide16(s, d, a, s[b], signed);
            case 2 -> divide32(s, d, a, s[b], signed);
            default -> signed ? signed64(s, d, a, s[b]) : unsigned64(s, d, a, s[b]);
        };
    }

    private static int divide8(long[] s, int d, long operand, boolean signed) {
        int dividend = signed ? (short) s[d] : (int) s[d] & 0xffff;
        int divisor = signed ? (byte) operand : (int) operand & 0xff;
        if (divisor == 0) {
            return Trap.DIVIDE;
        }
        int quotient = dividend / divisor;
        if (quotient != (signed ? (byte) quotient : quotient & 0xff)) {
            return Trap.DIVIDE;
        }
        int remainder = dividend % divisor;
        s[d] = s[d] & ~0xffffL | quotient & 0xff | (remainder & 0xff) << 8;
        return Trap.NONE;
    }

    private static int divide16(long[] s, int d, int a, long operand, boolean signed) {
        int pair = (int) (s[a] & 0xffff) << 16 | (int) s[d] & 0xffff;
        long dividend = signed ? pair : pair & LOW;
        long divisor = signed ? (short) operand : operand & 0xffff;
        if (divisor == 0) {
            return Trap.DIVIDE;
        }
        long quotient = dividend / divisor;
        if (quotient != (signed ? (short) quotient : quotient & 0xffff)) {
            return Trap.DIVIDE;
        }
        s[d] = s[d] & ~0xffffL | quotient & 0xffff;
        s[a] = s[a] & ~0xffffL | dividend % divisor & 0xffff;
        return Trap.NONE;
    }

    private static int divide32(long[] s, int d, int a, long operand, boolean signed) {
        long dividend = s[a] << 32 | s[d] & LOW;
        long divisor = signed ? (int) operand : operand & LOW;
        if (divisor == 0) {
            return Trap.DIVIDE;
        }
        long quotient;
        if (signed) {
            quotient = dividend / divisor;
            if (quotient != (int) quotient) {
                return Trap.DIVIDE;
            }
        } else {
            quotient = Long.divideUnsigned(dividend, divisor);
            if (quotient >>> 32 != 0) {
                return Trap.DIVIDE;
            }
        }
        s[d] = quotient & LOW;
        s[a] = dividend - quotient * divisor & LOW;
        return Trap.NONE;
    }

    private static int unsigned64(long[] s, int d, int a, long divisor) {
        long high = s[a];
        long low = s[d];
        if (Long.compareUnsigned(high, divisor) >= 0) {
            return Trap.DIVIDE;
        }
        long quotient = divideWide(high, low, divisor);
        s[d] = quotient;
        s[a] = low - quotient * divisor;
        return Trap.NONE;
    }

    private static int signed64(long[] s, int d, int a, long divisor) {
        long high = s[a];
        long low = s[d];
        boolean negative = high < 0;
        if (negative) {
            high = low == 0 ? -high : ~high;
            low = -low;
        }
        long magnitude = divisor < 0 ? -divisor : divisor;
        if (Long.compareUnsigned(high, magnitude) >= 0) {
            return Trap.DIVIDE;
        }
        long quotient = divideWide(high, low, magnitude);
        long remainder = low - quotient * magnitude;
        boolean negativeQuotient = negative != divisor < 0;
        long result = negativeQuotient ? -quotient : quotient;
        if (quotient != 0 && result < 0 != negativeQuotient) {
            return Trap.DIVIDE;
        }
        s[d] = result;
        s[a] = negative ? -remainder : remainder;
        return Trap.NONE;
    }

    /// `high:low / divisor`, unsigned, where the quotient fits: schoolbook division in digits of 32
    /// bits (Knuth, The Art of Computer Programming, vol. 2, 4.3.1, algorithm D).
    static long divideWide(long high, long low, long divisor) {
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        int shift = Long.numberOfLeadingZeros(divisor);
        long v = divisor << shift;
        long upper = shift == 0 ? high : high << shift | low >>> 64 - shift;
        long lower = low << shift;
        long first = digit(upper, lower >>> 32, v);
        long rest = (upper << 32 | lower >>> 32) - first * v;
        long second = digit(rest, lower & LOW, v);
        return (first << 32) + second;
    }

    /// One quotient digit of `(upper << 32 | next) / v`, for `upper < v` and the top bit of `v`
    /// set.
    private static long digit(long upper, long next, long v) {
        long vHigh = v >>> 32;
        long vLow = v & LOW;
        long guess = Long.divideUnsigned(upper, vHigh);
        long rest = upper - guess * vHigh;
        while (guess >>> 32 != 0 || Long.compareUnsigned(guess * vLow, rest << 32 | next) > 0) {
            guess--;
            rest += vHigh;
            if (rest >>> 32 != 0) {
                break;
            }
        }
        return guess;
    }
}
