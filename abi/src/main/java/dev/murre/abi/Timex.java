package dev.murre.abi;

/// `struct timex` of adjtimex(2), whose fields stand one in each word of the ABI, and its
/// constants.
public final class Timex {
    public static final int ADJ_OFFSET = 1;
    public static final int ADJ_FREQUENCY = 2;
    public static final int ADJ_MAXERROR = 4;
    public static final int ADJ_ESTERROR = 8;
    public static final int ADJ_STATUS = 0x10;
    public static final int ADJ_TIMECONST = 0x20;
    public static final int ADJ_TAI = 0x80;
    public static final int ADJ_SETOFFSET = 0x100;
    public static final int ADJ_MICRO = 0x1000;
    public static final int ADJ_NANO = 0x2000;
    public static final int ADJ_TICK = 0x4000;

    /// What adjtime(3) asks with; two other bits have other meanings beside it.
    public static final int ADJ_ADJTIME = 0x8000;

    public static final int ADJ_OFFSET_SINGLESHOT = 1;
    public static final int ADJ_OFFSET_READONLY = 0x2000;

    public static final int STA_PLL = 1;
    public static final int STA_UNSYNC = 0x40;
    public static final int STA_CLOCKERR = 0x1000;
    public static final int STA_NANO = 0x2000;

    /// What a program cannot set: signals of a pulse each second, the clock's state and units.
    public static final int STA_READ_ONLY = 0xff00;

    public static final int TIME_OK = 0;
    public static final int TIME_ERROR = 5;

    /// Frequencies are parts per million in 1/65536.
    public static final int FREQUENCY_SHIFT = 16;

    /// Where fields stand, in words.
    public static final int OFFSET = 1;

    public static final int FREQUENCY = 2;
    public static final int MAX_ERROR = 3;
    public static final int ESTIMATED_ERROR = 4;
    public static final int STATUS = 5;
    public static final int CONSTANT = 6;
    public static final int PRECISION = 7;
    public static final int TOLERANCE = 8;
    public static final int SECONDS = 9;
    public static final int FRACTION = 10;
    public static final int TICK = 11;
    public static final int PPS_FREQUENCY = 12;
    public static final int JITTER = 13;
    public static final int SHIFT = 14;
    public static final int STABILITY = 15;
    public static final int STABILITY_COUNT = 19;
    public static final int TAI = 20;

    public int modes;
    public long offset;
    public long frequency;
    public long maxError;
    public long estimatedError;
    public int status;
    public long constant;
    public long precision;
    public long tolerance;
    public long seconds;

    /// Microseconds, or nanoseconds if ADJ_NANO or STA_NANO say so.
    public long fraction;

    public long tick;
    public int tai;
}
