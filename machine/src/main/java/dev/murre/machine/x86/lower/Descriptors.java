package dev.murre.machine.x86.lower;

/// Segment descriptors as the processor's table holds them (Intel SDM vol. 3, 3.4.5), and the table
/// that user code finds under an x86-64 Linux.
public final class Descriptors {
    /// The first of the three entries for thread-local storage (`set_thread_area(2)`).
    public static final int FIRST_TLS = 12;

    private static final long FLAT_CODE_32 = 0x00cf_fb00_0000_ffffL;
    private static final long FLAT_DATA = 0x00cf_f300_0000_ffffL;
    private static final long FLAT_CODE_64 = 0x00af_fb00_0000_ffffL;
    private static final int CODE_32_ENTRY = 4;
    private static final int DATA_ENTRY = 5;
    private static final int CODE_64_ENTRY = 6;

    private Descriptors() {}

    /// Puts the flat segments of user code where Linux has them.
    public static void fillFlat(long[] table) {
        table[CODE_32_ENTRY] = FLAT_CODE_32;
        table[DATA_ENTRY] = FLAT_DATA;
        table[CODE_64_ENTRY] = FLAT_CODE_64;
    }

    /// A thread-local storage segment as `set_thread_area(2)` describes it.
    ///
    /// @param base linear address of its first byte
    /// @param limit 20 bits, in bytes or pages
    /// @param flags the bit field of `struct user_desc`: seg_32bit (bit 0), contents (1–2),
    ///     read_exec_only (3), limit_in_pages (4), seg_not_present (5), useable (6)
    public static long fromUserDesc(long base, int limit, int flags) {
        long type = (flags >> 1 & 3) << 2 | (~flags >> 3 & 1) << 1 | 1;
        long access = type | 0x70 | (~flags >> 5 & 1) << 7;
        long granularity = flags >> 6 & 1 | (flags & 1) << 2 | (flags >> 4 & 1) << 3;
        return limit & 0xffff
                | (base & 0xff_ffff) << 16
                | access << 40
                | (long) (limit >>> 16 & 0xf) << 48
                | granularity << 52
                | (base >>> 24 & 0xff) << 56;
    }
}
