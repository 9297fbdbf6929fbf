package dev.murre.machine.lanes;

/// Shifts of lanes by one count for all; a count of the lane's width or more shifts everything
/// out.
public final class Shifts {
    private static final long LOW_W = 0x0001_0001_0001_0001L;
    private static final long LOW_D = 0x0000_0001_0000_0001L;

    private Shifts() {}

    private static boolean exceeds(long count, int width) {
        return count < 0 || count >= width;
    }

    public static long leftW(long x, long count) {
        if (exceeds(count, 16)) {
            return 0;
        }
        return (x & ((0xffffL >>> count) * LOW_W)) << count;
    }

    public static long leftD(long x, long count) {
        if (exceeds(count, 32)) {
            return 0;
        }
        return (x & ((0xffff_ffffL >>> count) * LOW_D)) << count;
    }

    public static long leftQ(long x, long count) {
        return exceeds(count, 64) ? 0 : x << count;
    }

    public static long rightW(long x, long count) {
        if (exceeds(count, 16)) {
            return 0;
        }
        return (x >>> count) & ((0xffffL >>> count) * LOW_W);
    }

    public static long rightD(long x, long count) {
        if (exceeds(count, 32)) {
            return 0;
        }
        return (x >>> count) & ((0xffff_ffffL >>> count) * LOW_D);
    }

    public static long rightQ(long x, long count) {
        return exceeds(count, 64) ? 0 : x >>> count;
    }

    public static long rightSignedW(long x, long count) {
        int n = exceeds(count, 16) ? 15 : (int) count;
        long r = 0;
        for (int i = 0; i < 4; i++) {
            r |= (((short) (x >>> (16 * i)) >> n) & 0xffffL) << (16 * i);
        }
        return r;
    }

    public static long rightSignedD(long x, long count) {
        int n = exceeds(count, 32) ? 31 : (int) count;
        return ((x >> n) & 0xffff_ffff_0000_0000L) | (((int) x >> n) & 0xffff_ffffL);
    }
}
