package dev.murre.machine.memory;

import java.util.Arrays;

/// The permission bytes of an address space that has not run for a while, without the zeros: groups
/// of eight pages of which one at least has some permission.
final class PackedPerms {
    private final int[] groups;
    private final long[] bits;

    private PackedPerms(int[] groups, long[] bits) {
        this.groups = groups;
        this.bits = bits;
    }

    /// Takes everything out of `memory`'s array, which is all zeros afterwards.
    static PackedPerms takeFrom(GuestMemory memory) {
        int[] groups = new int[64];
        long[] bits = new long[64];
        int count = 0;
        long pages = memory.limit() >>> GuestMemory.PAGE_SHIFT;
        for (long page = 0; page < pages; page += 8) {
            long eight = memory.perms8(page);
            if (eight != 0) {
                if (count == groups.length) {
                    groups = Arrays.copyOf(groups, 2 * count);
                    bits = Arrays.copyOf(bits, 2 * count);
                }
                groups[count] = (int) (page >>> 3);
                bits[count++] = eight;
                memory.setPerms8(page, 0);
            }
        }
        return new PackedPerms(Arrays.copyOf(groups, count), Arrays.copyOf(bits, count));
    }

    /// Puts everything back into `memory`'s array.
    void putInto(GuestMemory memory) {
        for (int i = 0; i < groups.length; i++) {
            memory.setPerms8((long) groups[i] << 3, bits[i]);
        }
    }

    /// Eight bytes from `page`, a multiple of 8, on.
    long get8(long page) {
        int at = Arrays.binarySearch(groups, (int) (page >>> 3));
        return at < 0 ? 0 : bits[at];
    }

    /// The first group from `page` on that is not all zeros, or `end`.
    long nextUsed(long page, long end) {
        int found = Arrays.binarySearch(groups, (int) (page >>> 3));
        for (int i = found < 0 ? ~found : found; i < groups.length; i++) {
            if (bits[i] != 0) {
                return (long) groups[i] << 3;
            }
        }
        return end;
    }

    int get(long page) {
        return (int) (get8(page & ~7L) >>> shift(page)) & 0xff;
    }

    /// Changes eight bytes; false if there is no room for them here.
    boolean set8(long page, long eight) {
        int at = Arrays.binarySearch(groups, (int) (page >>> 3));
        if (at >= 0) {
            bits[at] = eight;
        }
        return at >= 0 || eight == 0;
    }

    boolean set(long page, int value) {
        long others = get8(page & ~7L) & ~(0xffL << shift(page));
        return set8(page & ~7L, others | (value & 0xffL) << shift(page));
    }

    private static int shift(long page) {
        return (int) (page & 7) << 3;
    }
}
