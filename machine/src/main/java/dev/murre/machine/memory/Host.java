package dev.murre.machine.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Set;

/// Raw access to host memory by absolute address, little-endian and unaligned. Every guest access
/// ends here after its
/// permission byte has been tested; an address that did not come out of {@link HostMemory} crashes
/// the JVM.
public final class Host {
    private static final String RAW_PACKAGE = "jdk.internal.misc";
    private static final Set<String> UNALIGNED_HOSTS = Set.of("amd64", "x86_64", "aarch64");

    /// Whether accesses go straight to the JDK's own raw access: Murre was started with its package
    /// exported (`--add-exports java.base/jdk.internal.misc=ALL-UNNAMED`), on a host that stands
    /// unaligned accesses and is little-endian. See docs/adr/0011-raw-memory-access.md.
    public static final boolean RAW =
            Object.class.getModule().isExported(RAW_PACKAGE, Host.class.getModule())
                    && UNALIGNED_HOSTS.contains(System.getProperty("os.arch"));

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Every address that a process can have, and more. Where the just-in-time compiler knows an
    /// address to lie within these bits, it drops the segment's bounds check; masking costs less
    /// than
    /// that check.
    private static final long ADDRESSES = (1L << 56) - 1;

    private static final long HALF = ADDRESSES >> 1;

    private Host() {}

    /// The same address, in a form whose range the just-in-time compiler knows: accesses at small
    /// distances from it cost neither check nor mask. Worth it for several accesses off one base.
    public static long inRange(long address) {
        return address & HALF;
    }

    public static byte get8(long address) {
        return RAW ? RawHost.get8(address) : ALL.get(U8, address & ADDRESSES);
    }

    public static short get16(long address) {
        return RAW ? RawHost.get16(address) : ALL.get(U16, address & ADDRESSES);
    }

    public static int get32(long address) {
        return RAW ? RawHost.get32(address) : ALL.get(U32, address & ADDRESSES);
    }

    public static long get64(long address) {
        return RAW ? RawHost.get64(address) : ALL.get(U64, address & ADDRESSES);
    }

    public static void put8(long address, byte value) {
        if (RAW) {
            RawHost.put8(address, value);
        } else {
            ALL.set(U8, address & ADDRESSES, value);
        }
    }

    public static void put16(long address, short value) {
        if (RAW) {
            RawHost.put16(address, value);
        } else {
            ALL.set(U16, address & ADDRESSES, value);
        }
    }

    public static void put32(long address, int value) {
        if (RAW) {
            RawHost.put32(address, value);
        } else {
            ALL.set(U32, address & ADDRESSES, value);
        }
    }

    public static void put64(long address, long value) {
        if (RAW) {
            RawHost.put64(address, value);
        } else {
            ALL.set(U64, address & ADDRESSES, value);
        }
    }

    /// Copies `count` bytes from one host address to another; the ranges may overlap.
    public static void copy(long from, long to, long count) {
        MemorySegment.copy(ALL, from, ALL, to, count);
    }

    /// Copies `count` bytes out of host memory into `target` from index `offset` on.
    public static void copyOut(long from, byte[] target, int offset, int count) {
        MemorySegment.copy(ALL, U8, from, target, offset, count);
    }

    /// Copies `count` bytes of `source` from index `offset` on into host memory.
    public static void copyIn(byte[] source, int offset, long to, int count) {
        MemorySegment.copy(source, offset, ALL, U8, to, count);
    }

    public static void fill(long address, long count, byte value) {
        ALL.asSlice(address, count).fill(value);
    }

    /// A view of host memory as a segment, for channels and other bulk users.
    public static MemorySegment segment(long address, long count) {
        return ALL.asSlice(address, count);
    }
}
