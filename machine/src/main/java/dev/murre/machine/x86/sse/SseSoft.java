package dev.murre.machine.x86.sse;

import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.BinaryConvert;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Floating-point instructions in full: every rounding, exception and special number.
final class SseSoft {
    static final int ADD = 0;
    static final int SUBTRACT = 1;
    static final int MULTIPLY = 2;
    static final int DIVIDE = 3;
    static final int SQUARE_ROOT = 4;
    static final int MINIMUM = 5;
    static final int MAXIMUM = 6;
    static final int ADD_SUBTRACT = 7;
    static final int HORIZONTAL_ADD = 8;
    static final int HORIZONTAL_SUBTRACT = 9;

    /// ROUND with its immediate in the bits above.
    static final int ROUND = 10;

    /// CMP with its predicate in the bits above.
    static final int COMPARE = 11;

    private static final int W = Slots.FP_WORK;
    private static final int RESULT = Slots.FP_RESULT;
    private static final long LOW = 0xffff_ffffL;

    /// The exceptions found before a result is computed; if one is not masked, only they show.
    private static final int EARLY = FpFlag.INVALID | FpFlag.DENORMAL | FpFlag.DIVIDE_BY_ZERO;

    private SseSoft() {}

    /// An operation with its immediate.
    static int with(int operation, int immediate) {
        return operation | immediate << 8;
    }

    static int scalar64(long[] s, int operation, int d, int a) {
        s[W] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY64);
        long r = lane(s, operation, s[d], s[a], mode);
        int trap = finish(s, (int) s[W]);
        if (trap == Trap.NONE) {
            s[d] = r;
        }
        return trap;
    }

    static int scalar32(long[] s, int operation, int d, int a) {
        s[W] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY32);
        long r = lane(s, operation, s[d] & LOW, s[a] & LOW, mode);
        int trap = finish(s, (int) s[W]);
        if (trap == Trap.NONE) {
            s[d] = (s[d] & ~LOW) | (r & LOW);
        }
        return trap;
    }

    static int packed64(long[] s, int operation, int d, int a) {
        int mode = Mxcsr.mode(s, FpMode.BINARY64);
        int flags = 0;
        for (int i = 0; i < 2; i++) {
            s[W] = 0;
            int kind = operation;
            long x = s[d + i];
            long y = s[a + i];
            switch (operation) {
                case ADD_SUBTRACT -> kind = i == 0 ? SUBTRACT : ADD;
                case HORIZONTAL_ADD, HORIZONTAL_SUBTRACT -> {
                    kind = operation == HORIZONTAL_ADD ? ADD : SUBTRACT;
                    int from = i == 0 ? d : a;
                    x = s[from];
                    y = s[from + 1];
                }
                default -> {}
            }
            s[RESULT + i] = lane(s, kind, x, y, mode);
            flags |= (int) s[W];
        }
        return store(s, d, flags);
    }

    static int packed32(long[] s, int operation, int d, int a) {
        int mode = Mxcsr.mode(s, FpMode.BINARY32);
        int flags = 0;
        for (int i = 0; i < 4; i++) {
            s[W] = 0;
            int kind = operation;
            long x = single(s, d, i);
            long y = single(s, a, i);
            switch (operation) {
                case ADD_SUBTRACT -> kind = (i & 1) == 0 ? SUBTRACT : ADD;
                case HORIZONTAL_ADD, HORIZONTAL_SUBTRACT -> {
                    kind = operation == HORIZONTAL_ADD ? ADD : SUBTRACT;
                    int from = i < 2 ? d : a;
                    x = single(s, from, 2 * (i & 1));
                    y = single(s, from, 2 * (i & 1) + 1);
                }
                default -> {}
            }
            putSingle(s, RESULT, i, lane(s, kind, x, y, mode));
            flags |= (int) s[W];
        }
        return store(s, d, flags);
    }

    static long single(long[] s, int at, int lane) {
        return (s[at + (lane >> 1)] >>> (32 * (lane & 1))) & LOW;
    }

    static void putSingle(long[] s, int at, int lane, long value) {
        int shift = 32 * (lane & 1);
        long rest = s[at + (lane >> 1)] & ~(LOW << shift);
        s[at + (lane >> 1)] = rest | ((value & LOW) << shift);
    }

    /// Records the exceptions and, if all are masked, moves the result to `d`.
    static int store(long[] s, int d, int flags) {
        int trap = finish(s, flags);
        if (trap == Trap.NONE) {
            s[d] = s[RESULT];
            s[d + 1] = s[RESULT + 1];
        }
        return trap;
    }

    static int finish(long[] s, int flags) {
        return Mxcsr.raise(s, reported(s, flags));
    }

    /// Of the exceptions of operations done side by side those that are reported: an unmasked early
    /// one keeps the late ones from happening.
    static int reported(long[] s, int flags) {
        return Mxcsr.unmasked(s, flags & EARLY) != 0 ? flags & EARLY : flags;
    }

    private static long lane(long[] s, int operation, long x, long y, int mode) {
        return switch (operation & 0xff) {
            case ADD -> Binary.add(x, y, mode, s, W);
            case SUBTRACT -> Binary.subtract(x, y, mode, s, W);
            case MULTIPLY -> Binary.multiply(x, y, mode, s, W);
            case DIVIDE -> Binary.divide(x, y, mode, s, W);
            case SQUARE_ROOT -> Binary.squareRoot(y, mode, s, W);
            case MINIMUM -> extreme(s, x, y, Binary.LESS, mode);
            case MAXIMUM -> extreme(s, x, y, Binary.GREATER, mode);
            case ROUND -> roundLane(s, y, operation >> 8, mode);
            default -> compareLane(s, x, y, operation >> 8, mode);
        };
    }

    /// MIN and MAX: the first operand only if it is strictly beyond the second.
    private static long extreme(long[] s, long x, long y, int order, int mode) {
        long r = Binary.compare(x, y, FpFlag.INVALID, mode, s, W) == order ? x : y;
        return Binary.withoutSubnormal(r, mode);
    }

    /// "Intel SDM vol. 2, ROUNDPD": immediate bit 2 takes MXCSR's rounding, bit 3 hides inexact.
    private static long roundLane(long[] s, long y, int imm, int mode) {
        int rounding = (imm & 4) != 0 ? mode : (mode & ~FpMode.ROUNDING) | (imm & 3);
        long r = BinaryConvert.toIntegral(y, rounding, s, W);
        if ((imm & 8) != 0) {
            s[W] &= ~FpFlag.INEXACT;
        }
        return r;
    }

    /// All ones where the predicate holds ("Intel SDM vol. 2, CMPPD": EQ LT LE UNORD, negated by
    /// 4).
    private static long compareLane(long[] s, long x, long y, int predicate, int mode) {
        boolean ordering = (predicate & 3) == 1 || (predicate & 3) == 2;
        int order = Binary.compare(x, y, ordering ? FpFlag.INVALID : 0, mode, s, W);
        boolean holds =
                switch (predicate & 3) {
                    case 0 -> order == Binary.EQUAL;
                    case 1 -> order == Binary.LESS;
                    case 2 -> order == Binary.LESS || order == Binary.EQUAL;
                    default -> order == Binary.UNORDERED;
                };
        return holds == ((predicate & 4) == 0) ? -1 : 0;
    }
}
