package dev.murre.kernel.fs.overlay;

import dev.murre.kernel.fs.tmpfs.MemoryData;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Content that begins as a lower file's and keeps changed pages in memory.
final class LayeredData extends MemoryData implements LowerCache.Reader {
    private static final byte[] HOLE = new byte[0];

    private final LowerNode lower;
    private final LowerCache cache;

    /// Pages below this one come from the lower file unless there are newer ones.
    private long lowerPages;

    private byte[] @Nullable [] cached = new byte[0] @Nullable [];

    /// Whether there may be pages of its own.
    private boolean layered;

    private boolean modified;

    LayeredData(OverlayFs fs, LowerNode lower, long size) {
        super(fs);
        this.lower = lower;
        this.cache = fs.cache();
        this.lowerPages = size + PAGE_SIZE - 1 >>> PAGE_SHIFT;
        super.setSize(size);
    }

    /// Whether the content is, or may be, another than the lower file's. That it moved for the sake
    /// of a shared mapping does not count.
    boolean isModified() {
        return modified;
    }

    @Override
    protected void setSize(long newSize) {
        modified = true;
        super.setSize(newSize);
    }

    @Override
    protected void changed(long offset, int length) {
        modified = true;
    }

    @Override
    protected void punched(long offset, long length) {
        modified = true;
    }

    @Override
    protected byte @Nullable [] page(long index) {
        byte[] own = layered ? ownPage(index) : null;
        return own != null || index >= lowerPages ? own : lowerPage((int) index);
    }

    private byte @Nullable [] lowerPage(int index) {
        byte[] page = index < cached.length ? cached[index] : null;
        if (page == null) {
            readCluster(index & -LowerCache.CLUSTER_PAGES);
            page = cached[index];
        }
        return page;
    }

    private void readCluster(int first) {
        int pages = (int) Math.min(LowerCache.CLUSTER_PAGES, lowerPages - first);
        if (first + pages > cached.length) {
            long grown = Math.max(first + pages, Math.min(lowerPages, 2L * cached.length));
            cached = Arrays.copyOf(cached, (int) grown);
        }
        byte[] bytes = new byte[pages << PAGE_SHIFT];
        int n = lower.read((long) first << PAGE_SHIFT, bytes, 0, bytes.length);
        for (int i = 0; i < pages; i++) {
            int from = i << PAGE_SHIFT;
            int length = Math.clamp(n - from, 0, PAGE_SIZE);
            cached[first + i] = Arrays.copyOfRange(bytes, from, from + length);
        }
        cache.added(this, first);
    }

    @Override
    public void forget(long firstPage) {
        int end = (int) Math.min(cached.length, firstPage + LowerCache.CLUSTER_PAGES);
        for (int i = (int) firstPage; i < end; i++) {
            cached[i] = null;
        }
    }

    @Override
    protected byte[] pageToWrite(long index, int length) {
        layered = true;
        modified = true;
        return super.pageToWrite(index, length);
    }

    @Override
    protected byte[] firstContent(long index, int length) {
        byte[] below = index < lowerPages ? lowerPage((int) index) : null;
        if (below == null) {
            return super.firstContent(index, length);
        }
        return Arrays.copyOf(below, Math.max(below.length, length));
    }

    @Override
    protected void dropPages(long from, long to) {
        layered = true;
        modified |= area() == null;
        super.dropPages(from, to);
        if (from >= lowerPages) {
            return;
        }
        if (to >= lowerPages || area() != null) {
            lowerPages = area() != null ? 0 : from;
            return;
        }
        for (long i = from; i < to; i++) {
            store(i, HOLE);
        }
    }

    @Override
    public void written() {
        modified = true;
        super.written();
    }

    @Override
    protected long nextPage(long index) {
        return index < lowerPages ? index : super.nextPage(index);
    }

    @Override
    public void free() {
        lowerPages = 0;
        cached = new byte[0] @Nullable [];
        super.free();
    }
}
