package dev.murre.machine.fp;

/// How an operation is to be carried out, as bits of one `int`: rounding direction | format |
/// rules.
public final class FpMode {
    /// Rounding directions, encoded as in x86's RC field.
    public static final int NEAREST = 0;

    public static final int DOWN = 1;
    public static final int UP = 2;
    public static final int ZERO = 3;
    public static final int ROUNDING = 3;

    /// Formats of the result (and, but for conversions, of the operands).
    public static final int BINARY32 = 0;

    public static final int BINARY64 = 1 << 2;
    public static final int EXTENDED = 2 << 2;

    /// Extended range with 24 or 53 significand bits: the x87's precision control.
    public static final int EXTENDED_24 = 3 << 2;

    public static final int EXTENDED_53 = 4 << 2;
    public static final int FORMAT = 7 << 2;

    /// Subnormal operands count as zero and raise nothing.
    public static final int DENORMALS_ARE_ZERO = 1 << 5;

    /// Tiny results become zero, with underflow and inexact.
    public static final int FLUSH_TO_ZERO = 1 << 6;

    /// Tininess is judged before rounding (ARM) instead of after it (x86).
    public static final int TINY_BEFORE_ROUNDING = 1 << 7;

    /// Underflow traps: it is raised by exact tiny results too. An extended result is delivered
    /// with its exponent raised by 24576, a binary one only for whether it is inexact.
    public static final int UNDERFLOW_TRAPS = 1 << 8;

    /// Overflow traps: an extended result is delivered with its exponent lowered by 24576, a
    /// binary one only for whether it is inexact.
    public static final int OVERFLOW_TRAPS = 1 << 9;

    /// Every NaN result is the default NaN (ARM's FPSCR.DN).
    public static final int DEFAULT_NAN = 1 << 10;

    /// A signalling operand wins over a quiet one (ARM); without it the first NaN wins (SSE).
    public static final int SIGNALLING_FIRST = 1 << 11;

    /// The default NaN is positive (ARM) instead of negative (x86).
    public static final int POSITIVE_DEFAULT_NAN = 1 << 12;

    private FpMode() {}

    static int precision(int mode) {
        return switch (mode & FORMAT) {
            case BINARY32, EXTENDED_24 -> 24;
            case BINARY64, EXTENDED_53 -> 53;
            default -> 64;
        };
    }

    /// Exponent bias, which is also the largest exponent of a finite number.
    static int bias(int mode) {
        return switch (mode & FORMAT) {
            case BINARY32 -> 127;
            case BINARY64 -> 1023;
            default -> 16383;
        };
    }
}
