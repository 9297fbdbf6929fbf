package dev.murre.machine.lanes;

/// Multiplications and sums of differences on the lanes of a 64-bit half.
public final class Products {
    private Products() {}

    private static int signedW(long x, int lane) {
        return (short) (x >>> (16 * lane));
    }

    private static int unsignedB(long x, int lane) {
        return (int) (x >>> (8 * lane)) & 0xff;
    }

    private static int signedB(long x, int lane) {
        return (byte) (x >>> (8 * lane));
    }

    public static long multiplyLowW(long x, long y) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            int product = signedW(x, i) * signedW(y, i);
            r |= (product & 0xffffL) << (16 * i);
        }
        return r;
    }

    public static long multiplyHighW(long x, long y) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            int product = signedW(x, i) * signedW(y, i);
            r |= (long) (product >>> 16) << (16 * i);
        }
        return r;
    }

    public static long multiplyHighUnsignedW(long x, long y) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            int product = (signedW(x, i) & 0xffff) * (signedW(y, i) & 0xffff);
            r |= (long) (product >>> 16) << (16 * i);
        }
        return r;
    }

    /// The product's bits 30..15, rounded.
    public static long multiplyRoundW(long x, long y) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            int product = ((signedW(x, i) * signedW(y, i) >> 14) + 1) >> 1;
            r |= (product & 0xffffL) << (16 * i);
        }
        return r;
    }

    /// Sums of neighbouring signed products.
    public static long multiplyAddW(long x, long y) {
        int low = signedW(x, 0) * signedW(y, 0) + signedW(x, 1) * signedW(y, 1);
        int high = signedW(x, 2) * signedW(y, 2) + signedW(x, 3) * signedW(y, 3);
        return ((long) high << 32) | (low & 0xffff_ffffL);
    }

    /// Unsigned bytes of x times signed bytes of y, neighbours added with saturation.
    public static long multiplyAddB(long x, long y) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            int even = unsignedB(x, 2 * i) * signedB(y, 2 * i);
            int odd = unsignedB(x, 2 * i + 1) * signedB(y, 2 * i + 1);
            int sum = Math.clamp(even + odd, Short.MIN_VALUE, Short.MAX_VALUE);
            r |= (sum & 0xffffL) << (16 * i);
        }
        return r;
    }

    public static long multiplyLowD(long x, long y) {
        long low = (x * y) & 0xffff_ffffL;
        return ((x >>> 32) * (y >>> 32) << 32) | low;
    }

    public static long multiplyUnsignedD(long x, long y) {
        return (x & 0xffff_ffffL) * (y & 0xffff_ffffL);
    }

    public static long multiplySignedD(long x, long y) {
        return (long) (int) x * (int) y;
    }

    /// The sum of absolute differences of eight unsigned bytes.
    public static long sumDifferencesB(long x, long y) {
        long sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Math.abs(unsignedB(x, i) - unsignedB(y, i));
        }
        return sum;
    }
}
