package dev.murre.machine.x86.x87;

/// The constants of FLD1 to FLDZ, rounded as the control word says.
final class X87Constants {
    /// Significands rounded down, in the order of the opcode map.
    private static final long[] SIGNIFICAND = {
        0x8000_0000_0000_0000L, // 1
        0xd49a_784b_cd1b_8afeL, // log2 10
        0xb8aa_3b29_5c17_f0bbL, // log2 e
        0xc90f_daa2_2168_c234L, // pi
        0x9a20_9a84_fbcf_f798L, // log10 2
        0xb172_17f7_d1cf_79abL, // ln 2
        0, // 0
    };

    private static final int[] EXPONENT = {0x3fff, 0x4000, 0x3fff, 0x4000, 0x3ffd, 0x3ffe, 0};

    /// Which of them lie nearer to the next significand up; 1 and 0 are exact.
    private static final boolean[] NEARER_UP = {false, false, true, true, true, true, false};

    private X87Constants() {}

    static int exponent(int constant) {
        return EXPONENT[constant];
    }

    /// @param rounding the control word's RC: nearest, down, up, towards zero
    static long significand(int constant, int rounding) {
        boolean exact = constant == 0 || constant == 6;
        boolean up = rounding == 2 || (rounding == 0 && NEARER_UP[constant]);
        return SIGNIFICAND[constant] + (up && !exact ? 1 : 0);
    }
}
