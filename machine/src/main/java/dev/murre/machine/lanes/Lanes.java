package dev.murre.machine.lanes;

/// Additions, subtractions, comparisons, minima and averages on the lanes of a 64-bit half.
///
/// The letter at a name's end is the lane: B 8, W 16, D 32, Q 64 bits.
public final class Lanes {
    private static final long TOP_B = 0x8080_8080_8080_8080L;
    private static final long TOP_W = 0x8000_8000_8000_8000L;
    private static final long TOP_D = 0x8000_0000_8000_0000L;
    private static final long LOW_D = 0xffff_ffffL;

    private Lanes() {}

    public static long addB(long x, long y) {
        return ((x & ~TOP_B) + (y & ~TOP_B)) ^ ((x ^ y) & TOP_B);
    }

    public static long addW(long x, long y) {
        return ((x & ~TOP_W) + (y & ~TOP_W)) ^ ((x ^ y) & TOP_W);
    }

    public static long addD(long x, long y) {
        return ((x + y) & LOW_D) | ((x & ~LOW_D) + (y & ~LOW_D));
    }

    public static long subB(long x, long y) {
        return ((x | TOP_B) - (y & ~TOP_B)) ^ ((x ^ ~y) & TOP_B);
    }

    public static long subW(long x, long y) {
        return ((x | TOP_W) - (y & ~TOP_W)) ^ ((x ^ ~y) & TOP_W);
    }

    public static long subD(long x, long y) {
        return ((x - y) & LOW_D) | ((x & ~LOW_D) - (y & ~LOW_D));
    }

    /// Spreads each lane's top bit over the lane.
    private static long fillB(long top) {
        long t = (top & TOP_B) >>> 7;
        return (t << 8) - t;
    }

    private static long fillW(long top) {
        long t = (top & TOP_W) >>> 15;
        return (t << 16) - t;
    }

    private static long fillD(long top) {
        long t = (top & TOP_D) >>> 31;
        return (t << 32) - t;
    }

    /// The top bit of each lane where the unsigned subtraction x - y borrows.
    private static long borrow(long x, long y, long top) {
        long difference = ((x | top) - (y & ~top)) ^ ((x ^ ~y) & top);
        return ((~x & y) | (~(x ^ y) & difference)) & top;
    }

    private static long carry(long x, long y, long top) {
        long sum = ((x & ~top) + (y & ~top)) ^ ((x ^ y) & top);
        return ((x & y) | ((x | y) & ~sum)) & top;
    }

    public static long addSaturateUnsignedB(long x, long y) {
        return addB(x, y) | fillB(carry(x, y, TOP_B));
    }

    public static long addSaturateUnsignedW(long x, long y) {
        return addW(x, y) | fillW(carry(x, y, TOP_W));
    }

    public static long subSaturateUnsignedB(long x, long y) {
        return subB(x, y) & ~fillB(borrow(x, y, TOP_B));
    }

    public static long subSaturateUnsignedW(long x, long y) {
        return subW(x, y) & ~fillW(borrow(x, y, TOP_W));
    }

    public static long addSaturateB(long x, long y) {
        long sum = addB(x, y);
        long over = fillB(~(x ^ y) & (x ^ sum));
        return (sum & ~over) | ((~TOP_B ^ fillB(x)) & over);
    }

    public static long addSaturateW(long x, long y) {
        long sum = addW(x, y);
        long over = fillW(~(x ^ y) & (x ^ sum));
        return (sum & ~over) | ((~TOP_W ^ fillW(x)) & over);
    }

    public static long subSaturateB(long x, long y) {
        long difference = subB(x, y);
        long over = fillB((x ^ y) & (x ^ difference));
        return (difference & ~over) | ((~TOP_B ^ fillB(x)) & over);
    }

    public static long subSaturateW(long x, long y) {
        long difference = subW(x, y);
        long over = fillW((x ^ y) & (x ^ difference));
        return (difference & ~over) | ((~TOP_W ^ fillW(x)) & over);
    }

    public static long equalB(long x, long y) {
        long z = x ^ y;
        return fillB(~(((z & ~TOP_B) + ~TOP_B) | z));
    }

    public static long equalW(long x, long y) {
        long z = x ^ y;
        return fillW(~(((z & ~TOP_W) + ~TOP_W) | z));
    }

    public static long equalD(long x, long y) {
        long z = x ^ y;
        return fillD(~(((z & ~TOP_D) + ~TOP_D) | z));
    }

    public static long equalQ(long x, long y) {
        return x == y ? -1 : 0;
    }

    public static long greaterB(long x, long y) {
        return fillB(borrow(y ^ TOP_B, x ^ TOP_B, TOP_B));
    }

    public static long greaterW(long x, long y) {
        return fillW(borrow(y ^ TOP_W, x ^ TOP_W, TOP_W));
    }

    public static long greaterD(long x, long y) {
        return fillD(borrow(y ^ TOP_D, x ^ TOP_D, TOP_D));
    }

    public static long greaterQ(long x, long y) {
        return x > y ? -1 : 0;
    }

    private static long choose(long mask, long x, long y) {
        return y ^ ((x ^ y) & mask);
    }

    public static long minB(long x, long y) {
        return choose(greaterB(x, y), y, x);
    }

    public static long minW(long x, long y) {
        return choose(greaterW(x, y), y, x);
    }

    public static long minD(long x, long y) {
        return choose(greaterD(x, y), y, x);
    }

    public static long maxB(long x, long y) {
        return choose(greaterB(x, y), x, y);
    }

    public static long maxW(long x, long y) {
        return choose(greaterW(x, y), x, y);
    }

    public static long maxD(long x, long y) {
        return choose(greaterD(x, y), x, y);
    }

    public static long minUnsignedB(long x, long y) {
        return choose(fillB(borrow(x, y, TOP_B)), x, y);
    }

    public static long minUnsignedW(long x, long y) {
        return choose(fillW(borrow(x, y, TOP_W)), x, y);
    }

    public static long minUnsignedD(long x, long y) {
        return choose(fillD(borrow(x, y, TOP_D)), x, y);
    }

    public static long maxUnsignedB(long x, long y) {
        return choose(fillB(borrow(x, y, TOP_B)), y, x);
    }

    public static long maxUnsignedW(long x, long y) {
        return choose(fillW(borrow(x, y, TOP_W)), y, x);
    }

    public static long maxUnsignedD(long x, long y) {
        return choose(fillD(borrow(x, y, TOP_D)), y, x);
    }

    /// Rounded averages: (x + y + 1) / 2 without overflow.
    public static long averageB(long x, long y) {
        return subB(x | y, ((x ^ y) >>> 1) & ~TOP_B);
    }

    public static long averageW(long x, long y) {
        return subW(x | y, ((x ^ y) >>> 1) & ~TOP_W);
    }

    public static long absB(long x) {
        long negative = fillB(x);
        return subB(x ^ negative, negative);
    }

    public static long absW(long x) {
        long negative = fillW(x);
        return subW(x ^ negative, negative);
    }

    public static long absD(long x) {
        long negative = fillD(x);
        return subD(x ^ negative, negative);
    }

    /// x negated, zeroed or kept by the sign of y.
    public static long signB(long x, long y) {
        long negative = fillB(y);
        return subB(x ^ negative, negative) & ~equalB(y, 0);
    }

    public static long signW(long x, long y) {
        long negative = fillW(y);
        return subW(x ^ negative, negative) & ~equalW(y, 0);
    }

    public static long signD(long x, long y) {
        long negative = fillD(y);
        return subD(x ^ negative, negative) & ~equalD(y, 0);
    }

    /// The sign bits of the eight bytes, together in the low byte.
    public static long signBitsB(long x) {
        return ((x & TOP_B) >>> 7) * 0x0102_0408_1020_4080L >>> 56;
    }

    /// Bytes of `y` where the mask's sign bit is set, else of `x`.
    public static long blendB(long x, long y, long mask) {
        return choose(fillB(mask), y, x);
    }

    public static long blendD(long x, long y, long mask) {
        return choose(fillD(mask), y, x);
    }

    public static long blendQ(long x, long y, long mask) {
        return mask < 0 ? y : x;
    }
}
