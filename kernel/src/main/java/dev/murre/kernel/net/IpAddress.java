package dev.murre.kernel.net;

/// An Internet address of either version; IPv4 is kept in its IPv6-mapped form (ipv6(7)).
public record IpAddress(long high, long low) {
    private static final long MAPPED = 0xffffL << 32;

    public static final IpAddress ANY4 = v4(0);
    public static final IpAddress ANY6 = new IpAddress(0, 0);
    public static final IpAddress LOOPBACK4 = v4(0x7f000001);
    public static final IpAddress LOOPBACK6 = new IpAddress(0, 1);

    /// The IPv4 address whose bytes, most significant first, are `bits`.
    public static IpAddress v4(int bits) {
        return new IpAddress(0, MAPPED | bits & 0xffffffffL);
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    public int bits4() {
        return (int) low;
    }

    public boolean isAny() {
        return high == 0 && (low == 0 || low == MAPPED);
    }

    public boolean isLoopback() {
        return equals(LOOPBACK6) || isV4() && low >>> 24 == (MAPPED >>> 24 | 0x7f);
    }

    public boolean isMulticast() {
        return isV4() ? (bits4() >>> 28) == 0xe : high >>> 56 == 0xff;
    }

    public boolean isBroadcast() {
        return isV4() && bits4() == -1;
    }

    /// Network bytes: 4 for IPv4, 16 for IPv6.
    public byte[] bytes() {
        byte[] bytes = new byte[isV4() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            int fromEnd = bytes.length - 1 - i;
            bytes[i] = (byte) (fromEnd < 8 ? low >>> 8 * fromEnd : high >>> 8 * (fromEnd - 8));
        }
        return bytes;
    }

    /// The 16 network bytes of the IPv6 or IPv6-mapped form.
    public byte[] bytes16() {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (low >>> 56 - 8 * i);
        }
        return bytes;
    }

    /// From 4 or 16 network bytes.
    public static IpAddress of(byte[] bytes) {
        long high = 0;
        long low = 0;
        for (byte b : bytes) {
            high = high << 8 | low >>> 56;
            low = low << 8 | b & 0xff;
        }
        return bytes.length == 4 ? v4((int) low) : new IpAddress(high, low);
    }

    /// How many bits it has.
    int width() {
        return isV4() ? 32 : 128;
    }

    /// The address with all but its first `prefix` bits cleared.
    IpAddress network(int prefix) {
        int bits = isV4() ? prefix + 96 : prefix;
        long highMask = bits >= 64 ? -1 : bits == 0 ? 0 : -1L << 64 - bits;
        long lowMask = bits >= 128 ? -1 : bits <= 64 ? 0 : -1L << 128 - bits;
        return new IpAddress(high & highMask, low & lowMask);
    }

    /// Whether it is good on one link only, RFC 4291.
    boolean isLinkLocal() {
        return high >>> 54 == 0xfe80 >>> 6;
    }
}
