package dev.murre.kernel.mm;

import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.SharedArea;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Memory without a file that several address spaces share: MAP_SHARED with MAP_ANONYMOUS, and
/// System V segments. Lives as
/// long as somebody holds it.
public final class AnonymousShared implements PageSource, MappedFile {
    private final MemoryAccount account;
    private final long size;
    private final BitSet touched = new BitSet();
    private final SourceMappings mappings = new SourceMappings(this);
    private @Nullable SharedArea area;
    private int holders = 1;

    /// @param size bytes
    public AnonymousShared(MemoryAccount account, long size) {
        this.account = account;
        this.size = Mappings.pageAlign(size);
    }

    @Override
    public boolean readPage(long index, long hostAddress) {
        SharedArea memory = sharedArea();
        if (memory == null || !hasPage(index)) {
            return false;
        }
        Host.copy(memory.address() + (index << Mm.PAGE_SHIFT), hostAddress, Mm.PAGE_SIZE);
        return true;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public @Nullable SharedArea sharedArea() {
        if (area == null) {
            area = account.host().shared(size);
        }
        return area;
    }

    @Override
    public SourceMappings mappings() {
        return mappings;
    }

    @Override
    public boolean chargePage(long index) {
        int page = (int) index;
        if (touched.get(page)) {
            return true;
        }
        boolean granted = account.charge(1);
        if (granted) {
            touched.set(page);
        }
        return granted;
    }

    @Override
    public boolean knowsFilled() {
        return true;
    }

    @Override
    public boolean isFilled(long index) {
        return touched.get((int) index);
    }

    @Override
    public void punch(long offset, long length) {
        SharedArea memory = area;
        int first = (int) (offset >>> Mm.PAGE_SHIFT);
        int end = (int) (Math.min(offset + length, size) >>> Mm.PAGE_SHIFT);
        if (memory == null || first >= end) {
            return;
        }
        mappings.drop(first, end);
        Host.segment(memory.address() + offset, (long) (end - first) << Mm.PAGE_SHIFT)
                .fill((byte) 0);
        account.uncharge(touched.get(first, end).cardinality());
        touched.clear(first, end);
    }

    @Override
    public PageSource pages() {
        return this;
    }

    @Override
    public MappedFile share() {
        holders++;
        return this;
    }

    @Override
    public void put() {
        if (--holders == 0) {
            account.uncharge(touched.cardinality());
            SharedArea memory = area;
            area = null;
            if (memory != null) {
                memory.close();
            }
        }
    }
}
