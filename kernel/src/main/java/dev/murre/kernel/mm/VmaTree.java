package dev.murre.kernel.mm;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The mappings of an address space by address, without overlaps.
final class VmaTree {
    private final TreeMap<Long, Vma> byStart = new TreeMap<>();
    private @Nullable Vma last;

    /// What the last search for a gap below `searchedHigh` learnt, so that the next one need not
    /// pass the same mappings again: between `searchedTop` and there no gap has more than
    /// `largestPassed` bytes.
    private long searchedHigh = -1;

    private long searchedTop;
    private long largestPassed;

    /// The mapping that holds `address`.
    @Nullable Vma find(long address) {
        Vma recent = last;
        if (recent != null && recent.contains(address)) {
            return recent;
        }
        Map.Entry<Long, Vma> entry = byStart.floorEntry(address);
        if (entry == null || !entry.getValue().contains(address)) {
            return null;
        }
        last = entry.getValue();
        return last;
    }

    /// The first mapping that ends above `address`.
    @Nullable Vma findFrom(long address) {
        Vma here = find(address);
        if (here != null) {
            return here;
        }
        Map.Entry<Long, Vma> entry = byStart.ceilingEntry(address);
        return entry == null ? null : entry.getValue();
    }

    /// The last mapping that starts below `address`.
    @Nullable Vma before(long address) {
        Map.Entry<Long, Vma> entry = byStart.lowerEntry(address);
        return entry == null ? null : entry.getValue();
    }

    void add(Vma vma) {
        byStart.put(vma.start, vma);
    }

    void remove(Vma vma) {
        byStart.remove(vma.start);
        last = null;
        Map.Entry<Long, Vma> above = byStart.higherEntry(vma.start);
        long top = above == null ? searchedHigh : Math.min(above.getKey(), searchedHigh);
        if (top > searchedTop) {
            Vma below = before(vma.start);
            largestPassed = Math.max(largestPassed, top - (below == null ? 0 : below.end));
        }
    }

    /// A mapping takes in the one that begins where it ends.
    void join(Vma vma, Vma next) {
        byStart.remove(next.start);
        last = null;
        vma.end = next.end;
    }

    /// A mapping grows downwards.
    void moveStart(Vma vma, long start) {
        byStart.remove(vma.start);
        last = null;
        vma.offset += start - vma.start;
        vma.start = start;
        add(vma);
    }

    Collection<Vma> all() {
        return byStart.values();
    }

    int size() {
        return byStart.size();
    }

    boolean overlaps(long start, long end) {
        Vma first = findFrom(start);
        return first != null && first.start < end;
    }

    /// The highest gap of `length` bytes that lies within `low` and `high`, its start address; −1
    /// if there is none.
    long findGapTopDown(long low, long high, long length) {
        boolean known = high == searchedHigh && length > largestPassed;
        long top = known ? searchedTop : high;
        long largest = known ? largestPassed : 0;
        for (Vma vma : byStart.headMap(top, false).descendingMap().values()) {
            long gap = top - Math.max(vma.end, low);
            if (gap >= length || top - low < length) {
                break;
            }
            largest = Math.max(largest, gap);
            top = Math.min(top, vma.start);
        }
        searchedHigh = high;
        searchedTop = top;
        largestPassed = largest;
        return top - low >= length ? top - length : -1;
    }

    /// The lowest gap of `length` bytes between `low` and `high`, or −1.
    long findGapBottomUp(long low, long high, long length) {
        long bottom = low;
        for (Vma vma = findFrom(low); vma != null && vma.start - bottom < length; ) {
            bottom = vma.end;
            vma = findFrom(bottom);
        }
        return high - bottom >= length ? bottom : -1;
    }

    void clear() {
        byStart.clear();
        last = null;
        searchedHigh = -1;
    }
}
