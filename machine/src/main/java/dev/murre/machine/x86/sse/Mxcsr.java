package dev.murre.machine.x86.sse;

import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// The SSE control and status register, kept in [Slots#MXCSR].
public final class Mxcsr {
    /// Power-up value: all exceptions masked, round to nearest.
    public static final int INITIAL = 0x1f80;

    /// Bits a program may set: MXCSR_MASK of FXSAVE. AMD's misaligned mode (bit 17) is not among
    /// them, as CPUID does not report it.
    public static final int WRITABLE = 0xffff;

    public static final int DENORMALS_ARE_ZERO = 0x40;
    private static final int FLUSH_TO_ZERO = 0x8000;
    private static final int OVERFLOW_MASK = 0x400;
    private static final int UNDERFLOW_MASK = 0x800;

    private Mxcsr() {}

    /// True when host arithmetic has the right result: nearest, everything masked, subnormals
    /// kept.
    static boolean isPlain(long[] s) {
        return (s[Slots.MXCSR] & 0xffc0) == INITIAL;
    }

    static boolean hasInexact(long[] s) {
        return (s[Slots.MXCSR] & FpFlag.INEXACT) != 0;
    }

    static void setInexact(long[] s) {
        s[Slots.MXCSR] |= FpFlag.INEXACT;
    }

    /// The soft-float mode for results of `format`.
    static int mode(long[] s, int format) {
        int mxcsr = (int) s[Slots.MXCSR];
        int mode = format | (mxcsr >> 13 & FpMode.ROUNDING);
        if ((mxcsr & DENORMALS_ARE_ZERO) != 0) {
            mode |= FpMode.DENORMALS_ARE_ZERO;
        }
        if ((mxcsr & OVERFLOW_MASK) == 0) {
            mode |= FpMode.OVERFLOW_TRAPS;
        }
        if ((mxcsr & UNDERFLOW_MASK) == 0) {
            mode |= FpMode.UNDERFLOW_TRAPS;
        } else if ((mxcsr & FLUSH_TO_ZERO) != 0) {
            mode |= FpMode.FLUSH_TO_ZERO;
        }
        return mode;
    }

    /// Exceptions of `flags` that MXCSR does not mask.
    static int unmasked(long[] s, int flags) {
        return flags & ~(int) (s[Slots.MXCSR] >> 7) & FpFlag.ALL;
    }

    /// Records an instruction's exceptions.
    ///
    /// @return [Trap#NONE], or [Trap#SIMD] if one of them is not masked and nothing may be
    ///     stored
    static int raise(long[] s, int flags) {
        s[Slots.MXCSR] |= flags & FpFlag.ALL;
        return unmasked(s, flags) == 0 ? Trap.NONE : Trap.SIMD;
    }
}
