package dev.murre.machine.lanes;

/// Lanes moved about: pack, unpack, shuffle, widen, horizontal sums.
public final class Shuffles {
    private Shuffles() {}

    private static long word(long x, int lane) {
        return (x >>> (16 * lane)) & 0xffff;
    }

    private static int signedW(long x, int lane) {
        return (short) (x >>> (16 * lane));
    }

    /// Four words of each, low half first, to bytes with signed saturation.
    public static long packSignedW(long low, long high) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            r |= (Math.clamp(signedW(low, i), -128, 127) & 0xffL) << (8 * i);
            r |= (Math.clamp(signedW(high, i), -128, 127) & 0xffL) << (8 * i + 32);
        }
        return r;
    }

    /// The same with unsigned saturation.
    public static long packUnsignedW(long low, long high) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            r |= (long) Math.clamp(signedW(low, i), 0, 255) << (8 * i);
            r |= (long) Math.clamp(signedW(high, i), 0, 255) << (8 * i + 32);
        }
        return r;
    }

    private static long saturateW(long value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE) & 0xffffL;
    }

    private static long saturateUnsignedW(long value) {
        return Math.clamp(value, 0, 0xffff);
    }

    /// Doublewords to words with signed saturation.
    public static long packSignedD(long low, long high) {
        return saturateW((int) low)
                | saturateW(low >> 32) << 16
                | saturateW((int) high) << 32
                | saturateW(high >> 32) << 48;
    }

    /// The same with unsigned saturation.
    public static long packUnsignedD(long low, long high) {
        return saturateUnsignedW((int) low)
                | saturateUnsignedW(low >> 32) << 16
                | saturateUnsignedW((int) high) << 32
                | saturateUnsignedW(high >> 32) << 48;
    }

    /// Spreads the four low bytes to the low bytes of four words.
    private static long spreadB(long x) {
        x &= 0xffff_ffffL;
        x = (x | (x << 16)) & 0x0000_ffff_0000_ffffL;
        return (x | (x << 8)) & 0x00ff_00ff_00ff_00ffL;
    }

    private static long spreadW(long x) {
        x &= 0xffff_ffffL;
        return (x | (x << 16)) & 0x0000_ffff_0000_ffffL;
    }

    /// The low halves of x and y, interleaved by bytes; likewise below.
    public static long interleaveLowB(long x, long y) {
        return spreadB(x) | (spreadB(y) << 8);
    }

    public static long interleaveHighB(long x, long y) {
        return interleaveLowB(x >>> 32, y >>> 32);
    }

    public static long interleaveLowW(long x, long y) {
        return spreadW(x) | (spreadW(y) << 16);
    }

    public static long interleaveHighW(long x, long y) {
        return interleaveLowW(x >>> 32, y >>> 32);
    }

    public static long interleaveLowD(long x, long y) {
        return (x & 0xffff_ffffL) | (y << 32);
    }

    public static long interleaveHighD(long x, long y) {
        return (x >>> 32) | (y & 0xffff_ffff_0000_0000L);
    }

    /// Four words of x chosen by two bits of `imm` each.
    public static long shuffleW(long x, int imm) {
        return word(x, imm & 3)
                | word(x, (imm >> 2) & 3) << 16
                | word(x, (imm >> 4) & 3) << 32
                | word(x, (imm >> 6) & 3) << 48;
    }

    private static long doubleword(long low, long high, int index) {
        return ((index & 2) == 0 ? low : high) >>> ((index & 1) * 32) & 0xffff_ffffL;
    }

    /// Two doublewords of high:low chosen by the low four bits of `imm`.
    public static long shuffleD(long low, long high, int imm) {
        return doubleword(low, high, imm & 3) | doubleword(low, high, (imm >> 2) & 3) << 32;
    }

    /// Bytes of x chosen by the low three bits of y's bytes; 0 where y's byte has its top bit set.
    public static long shuffleB(long x, long y) {
        long r = 0;
        for (int i = 0; i < 8; i++) {
            int index = (int) (y >>> (8 * i));
            if ((index & 0x80) == 0) {
                r |= ((x >>> (8 * (index & 7))) & 0xff) << (8 * i);
            }
        }
        return r;
    }

    /// Eight bytes of high:low chosen by y, as [#shuffleB(long, long)] does.
    public static long shuffleB(long low, long high, long y) {
        long r = 0;
        for (int i = 0; i < 8; i++) {
            int index = (int) (y >>> (8 * i));
            if ((index & 0x80) == 0) {
                long half = (index & 8) == 0 ? low : high;
                r |= ((half >>> (8 * (index & 7))) & 0xff) << (8 * i);
            }
        }
        return r;
    }

    /// Sums of neighbours of low, then of high.
    public static long pairSumsW(long low, long high) {
        return Lanes.addW(evenW(low, high), oddW(low, high));
    }

    public static long pairSumsSaturateW(long low, long high) {
        return Lanes.addSaturateW(evenW(low, high), oddW(low, high));
    }

    public static long pairSumsD(long low, long high) {
        return Lanes.addD(interleaveLowD(low, high), interleaveHighD(low, high));
    }

    public static long pairDifferencesW(long low, long high) {
        return Lanes.subW(evenW(low, high), oddW(low, high));
    }

    public static long pairDifferencesSaturateW(long low, long high) {
        return Lanes.subSaturateW(evenW(low, high), oddW(low, high));
    }

    public static long pairDifferencesD(long low, long high) {
        return Lanes.subD(interleaveLowD(low, high), interleaveHighD(low, high));
    }

    private static long evenW(long low, long high) {
        return gatherW(low) | gatherW(high) << 32;
    }

    private static long oddW(long low, long high) {
        return gatherW(low >>> 16) | gatherW(high >>> 16) << 32;
    }

    private static long gatherW(long x) {
        return (x & 0xffff) | ((x >>> 16) & 0xffff_0000L);
    }

    /// The low lanes of x, widened to fill 64 bits.
    public static long widenBW(long x) {
        long z = spreadB(x);
        return z | (((z >>> 7) & 0x0001_0001_0001_0001L) * 0xff00L);
    }

    public static long widenUnsignedBW(long x) {
        return spreadB(x);
    }

    public static long widenBD(long x) {
        return ((byte) x & 0xffff_ffffL) | (long) (byte) (x >>> 8) << 32;
    }

    public static long widenUnsignedBD(long x) {
        return (x & 0xff) | ((x >>> 8) & 0xff) << 32;
    }

    public static long widenBQ(long x) {
        return (byte) x;
    }

    public static long widenUnsignedBQ(long x) {
        return x & 0xff;
    }

    public static long widenWD(long x) {
        return ((short) x & 0xffff_ffffL) | (long) (short) (x >>> 16) << 32;
    }

    public static long widenUnsignedWD(long x) {
        return spreadW(x);
    }

    public static long widenWQ(long x) {
        return (short) x;
    }

    public static long widenUnsignedWQ(long x) {
        return x & 0xffff;
    }

    public static long widenDQ(long x) {
        return (int) x;
    }

    public static long widenUnsignedDQ(long x) {
        return x & 0xffff_ffffL;
    }

    /// x with the byte at `lane` (its low three bits) replaced.
    public static long insertB(long x, long value, int lane) {
        int at = 8 * (lane & 7);
        return (x & ~(0xffL << at)) | ((value & 0xff) << at);
    }

    /// x with the doubleword at `lane` (its low bit) replaced.
    public static long insertD(long x, long value, int lane) {
        int at = 32 * (lane & 1);
        return (x & ~(0xffff_ffffL << at)) | ((value & 0xffff_ffffL) << at);
    }

    /// x with the word at `lane` (its low two bits) replaced.
    public static long insertW(long x, long value, int lane) {
        int at = 16 * (lane & 3);
        return (x & ~(0xffffL << at)) | ((value & 0xffff) << at);
    }

    /// Words of y where the low four bits of `imm` are set.
    public static long blendW(long x, long y, int imm) {
        long mask = 0;
        for (int i = 0; i < 4; i++) {
            mask |= (imm >> i & 1) != 0 ? 0xffffL << (16 * i) : 0;
        }
        return (x & ~mask) | (y & mask);
    }
}
