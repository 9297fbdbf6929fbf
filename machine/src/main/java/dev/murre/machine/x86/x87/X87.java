package dev.murre.machine.x86.x87;

import dev.murre.machine.fp.Extended;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;

/// The x87 state as slots, and the rules that all instructions share ("Intel SDM vol. 1, chapter
/// 8").
final class X87 {
    static final int STACK_FAULT = 0x40;

    /// ES and B, which follow each other: an exception that is not masked is pending.
    static final int PENDING = 0x8080;

    static final int C0 = 0x100;
    static final int C1 = 0x200;
    static final int C2 = 0x400;
    static final int C3 = 0x4000;
    static final int TOP = 0x3800;

    static final int CONTROL_INITIAL = 0x37f;

    /// Exceptions found before there is a result; one that is not masked leaves everything as it
    /// was.
    static final int EARLY = FpFlag.INVALID | FpFlag.DENORMAL | FpFlag.DIVIDE_BY_ZERO;

    static final int W = Slots.FP_WORK;

    private X87() {}

    static boolean isPending(long[] s) {
        return (s[Slots.FPU_STATUS] & 0x80) != 0;
    }

    static int top(long[] s) {
        return (int) (s[Slots.FPU_STATUS] >>> 11) & 7;
    }

    /// The physical register that ST(i) is.
    static int physical(long[] s, int i) {
        return (int) ((s[Slots.FPU_STATUS] >>> 11) + i) & 7;
    }

    static boolean isEmpty(long[] s, int physical) {
        return (s[Slots.FPU_TAGS] >>> physical & 1) == 0;
    }

    static long mantissa(long[] s, int physical) {
        return s[Slots.FPU_MANTISSA + physical];
    }

    static int signExponent(long[] s, int physical) {
        return (int) s[Slots.FPU_EXPONENT + physical];
    }

    static void put(long[] s, int physical, long mantissa, long signExponent) {
        s[Slots.FPU_MANTISSA + physical] = mantissa;
        s[Slots.FPU_EXPONENT + physical] = signExponent;
        s[Slots.FPU_TAGS] |= 1L << physical;
    }

    static void putIndefinite(long[] s, int physical) {
        put(s, physical, Extended.INDEFINITE, Extended.INDEFINITE_SE);
    }

    private static void setTop(long[] s, int top) {
        s[Slots.FPU_STATUS] = (s[Slots.FPU_STATUS] & ~TOP) | (top & 7) << 11;
    }

    /// Makes the register below the top the new top and returns it; its content is the caller's.
    static int push(long[] s) {
        int top = (top(s) - 1) & 7;
        setTop(s, top);
        return top;
    }

    static void rotate(long[] s, int by) {
        setTop(s, top(s) + by);
    }

    static void pop(long[] s) {
        s[Slots.FPU_TAGS] &= ~(1L << top(s));
        rotate(s, 1);
    }

    /// Records exceptions (and [FpFlag#ROUNDED_UP], which is C1); C1 is cleared otherwise.
    ///
    /// @return the exceptions among `flags` that are not masked
    static int raise(long[] s, int flags) {
        long status = (s[Slots.FPU_STATUS] & ~C1) | (flags & (FpFlag.ALL | STACK_FAULT | C1));
        int unmasked = flags & FpFlag.ALL & ~(int) s[Slots.FPU_CONTROL];
        s[Slots.FPU_STATUS] = unmasked != 0 ? status | PENDING : status;
        return unmasked;
    }

    /// Records exceptions of an operation; if an early one is not masked only early ones count.
    ///
    /// @return true if the operation may not deliver a result
    static boolean abandons(long[] s, int flags) {
        int early = flags & EARLY & ~(int) s[Slots.FPU_CONTROL];
        raise(s, early != 0 ? flags & EARLY : flags);
        return early != 0;
    }

    static void clearC1(long[] s) {
        s[Slots.FPU_STATUS] &= ~C1;
    }

    static void setConditions(long[] s, int conditions) {
        s[Slots.FPU_STATUS] = (s[Slots.FPU_STATUS] & ~(C0 | C1 | C2 | C3)) | conditions;
    }

    /// An empty register was read.
    ///
    /// @return true if the exception is masked: the indefinite takes the operand's place
    static boolean underflow(long[] s) {
        return raise(s, FpFlag.INVALID | STACK_FAULT) == 0;
    }

    /// A push would overwrite a register in use; as [#underflow], with C1 set.
    static boolean overflow(long[] s) {
        return raise(s, FpFlag.INVALID | STACK_FAULT | C1) == 0;
    }

    /// ES and B as the exceptions and their masks have it.
    static void summarise(long[] s) {
        long unmasked = s[Slots.FPU_STATUS] & ~s[Slots.FPU_CONTROL] & FpFlag.ALL;
        long status = s[Slots.FPU_STATUS] & ~(long) PENDING;
        s[Slots.FPU_STATUS] = unmasked != 0 ? status | PENDING : status;
    }

    /// The mode of a result in extended format that precision control does not shorten.
    static int mode(long[] s) {
        return FpMode.EXTENDED | rules(s);
    }

    /// The mode of ADD, SUB, MUL, DIV and SQRT: shortened by precision control.
    static int arithmeticMode(long[] s) {
        int format =
                switch ((int) s[Slots.FPU_CONTROL] >>> 8 & 3) {
                    case 0 -> FpMode.EXTENDED_24;
                    case 2 -> FpMode.EXTENDED_53;
                    default -> FpMode.EXTENDED;
                };
        return format | rules(s);
    }

    /// Rounding direction and trapping of a mode, without its format.
    static int rules(long[] s) {
        int control = (int) s[Slots.FPU_CONTROL];
        int mode = control >>> 10 & FpMode.ROUNDING;
        if ((control & FpFlag.OVERFLOW) == 0) {
            mode |= FpMode.OVERFLOW_TRAPS;
        }
        if ((control & FpFlag.UNDERFLOW) == 0) {
            mode |= FpMode.UNDERFLOW_TRAPS;
        }
        return mode;
    }
}
