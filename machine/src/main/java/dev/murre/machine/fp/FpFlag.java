package dev.murre.machine.fp;

/// Exception flags, in the bit positions of x86's MXCSR and x87 status word.
public final class FpFlag {
    public static final int INVALID = 1;
    /// An operand was subnormal and was not treated as zero.
    public static final int DENORMAL = 2;
    public static final int DIVIDE_BY_ZERO = 4;
    public static final int OVERFLOW = 8;
    public static final int UNDERFLOW = 16;
    public static final int INEXACT = 32;

    /// All six exceptions.
    public static final int ALL = 63;

    /// Not an exception: the result's magnitude was rounded up (C1 of the x87 status word).
    public static final int ROUNDED_UP = 0x200;

    private FpFlag() {}
}
