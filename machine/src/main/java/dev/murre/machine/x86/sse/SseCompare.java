package dev.murre.machine.x86.sse;

import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;

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

    /// COMISD: ZF, PF and CF in their EFLAGS positions (all other status flags become 0), or the
    /// negated exception vector, and then no flag may change.
    public static int comisd(long[] s, int d, int a) {
        return flags64(s, d, a, FpFlag.INVALID);
    }

    /// UCOMISD, which minds only signalling NaNs; returns as [#comisd].
    public static int ucomisd(long[] s, int d, int a) {
        return flags64(s, d, a, 0);
    }

    public static int comiss(long[] s, int d, int a) {
        return flags32(s, d, a, FpFlag.INVALID);
    }

    public static int ucomiss(long[] s, int d, int a) {
        return flags32(s, d, a, 0);
    }

    private static int flags64(long[] s, int d, int a, int quietRaises) {
        long x = s[d];
        long y = s[a];
        if (SseArith.isNormal(x, 1) && SseArith.isNormal(y, 1)) {
            double p = Double.longBitsToDouble(x);
            double q = Double.longBitsToDouble(y);
            return p == q ? ZERO : p < q ? CARRY : 0;
        }
        s[Slots.FP_WORK] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY64);
        return flags(s, Binary.compare(x, y, quietRaises, mode, s, Slots.FP_WORK));
    }

    private static int flags32(long[] s, int d, int a, int quietRaises) {
        s[Slots.FP_WORK] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY32);
        long x = s[d] & 0xffff_ffffL;
        long y = s[a] & 0xffff_ffffL;
        return flags(s, Binary.compare(x, y, quietRaises, mode, s, Slots.FP_WORK));
    }

    private static int flags(long[] s, int order) {
        int trap = SseSoft.finish(s, (int) s[Slots.FP_WORK]);
        if (trap != 0) {
            return -trap;
        }
        return switch (order) {
            case Binary.EQUAL -> ZERO;
            case Binary.LESS -> CARRY;
            case Binary.GREATER -> 0;
            default -> ZERO | PARITY | CARRY;
        };
    }

    public static int cmpsd(long[] s, int d, int a, int imm) {
        return SseSoft.scalar64(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmpss(long[] s, int d, int a, int imm) {
        return SseSoft.scalar32(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmppd(long[] s, int d, int a, int imm) {
        return SseSoft.packed64(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int cmpps(long[] s, int d, int a, int imm) {
        return SseSoft.packed32(s, SseSoft.with(SseSoft.COMPARE, imm & 7), d, a);
    }

    public static int minsd(long[] s, int d, int a) {
        return SseSoft.scalar64(s, SseSoft.MINIMUM, d, a);
    }

    public static int minss(long[] s, int d, int a) {
        return SseSoft.scalar32(s, SseSoft.MINIMUM, d, a);
    }

    public static int minpd(long[] s, int d, int a) {
        return SseSoft.packed64(s, SseSoft.MINIMUM, d, a);
    }

    public static int minps(long[] s, int d, int a) {
        return SseSoft.packed32(s, SseSoft.MINIMUM, d, a);
    }

    public static int maxsd(long[] s, int d, int a) {
        return SseSoft.scalar64(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxss(long[] s, int d, int a) {
        return SseSoft.scalar32(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxpd(long[] s, int d, int a) {
        return SseSoft.packed64(s, SseSoft.MAXIMUM, d, a);
    }

    public static int maxps(long[] s, int d, int a) {
        return SseSoft.packed32(s, SseSoft.MAXIMUM, d, a);
    }

    public static int roundsd(long[] s, int d, int a, int imm) {
        return SseSoft.scalar64(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundss(long[] s, int d, int a, int imm) {
        return SseSoft.scalar32(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundpd(long[] s, int d, int a, int imm) {
        return SseSoft.packed64(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int roundps(long[] s, int d, int a, int imm) {
        return SseSoft.packed32(s, SseSoft.with(SseSoft.ROUND, imm & 15), d, a);
    }

    public static int addsubpd(long[] s, int d, int a) {
        return SseSoft.packed64(s, SseSoft.ADD_SUBTRACT, d, a);
    }

    public static int addsubps(long[] s, int d, int a) {
        return SseSoft.packed32(s, SseSoft.ADD_SUBTRACT, d, a);
    }

    public static int haddpd(long[] s, int d, int a) {
        return SseSoft.packed64(s, SseSoft.HORIZONTAL_ADD, d, a);
    }

    public static int haddps(long[] s, int d, int a) {
        return SseSoft.packed32(s, SseSoft.HORIZONTAL_ADD, d, a);
    }

    public static int hsubpd(long[] s, int d, int a) {
        return SseSoft.packed64(s, SseSoft.HORIZONTAL_SUBTRACT, d, a);
    }

    public static int hsubps(long[] s, int d, int a) {
        return SseSoft.packed32(s, SseSoft.HORIZONTAL_SUBTRACT, d, a);
    }
}
