package dev.murre.kernel.mm;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The mappings of an address space by address, without overlaps.
final class VmaTree {
    private final TreeMap<Long, Vma> byStart = new TreeMap<>();
    private @Nullable Vma last;

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
    }

    /// Changes where a mapping starts.
    void moveStart(Vma vma, long start) {
        remove(vma);
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
        long top = high;
        for (Vma vma : byStart.headMap(high, false).descendingMap().values()) {
            if (top - Math.max(vma.end, low) >= length && vma.end <= top) {
                return top - length;
            }
            top = Math.min(top, vma.start);
            if (top - low < length) {
                return -1;
            }
        }
        return top - low >= length ? top - length : -1;
    }

    void clear() {
        byStart.clear();
        last = null;
    }
}
