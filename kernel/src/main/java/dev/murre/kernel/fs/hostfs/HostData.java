package dev.murre.kernel.fs.hostfs;

import dev.murre.kernel.fs.FileData;
import dev.murre.kernel.fs.overlay.LowerCache;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.SharedArea;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Content of a host file: pages are read when asked for, writes go through.
final class HostData extends FileData implements LowerCache.Reader {
    private static final int CHUNK = 65536;

    private final HostFile file;
    private final LowerCache cache;
    private byte[] @Nullable [] cached = new byte[0] @Nullable [];
    private long size;
    private boolean mappedDirty;

    HostData(HostFs fs, HostFile file, long size) {
        super(fs.vfs());
        this.file = file;
        this.cache = fs.cache();
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    protected void setSize(long newSize) {
        size = newSize;
    }

    /// Whether the host's file has the size we have given it.
    boolean isOwnSize(long hostSize) {
        return hostSize == size && file.writtenHere();
    }

    /// The host's file was changed by somebody else: nothing that was read counts any more.
    void reset(long newSize) {
        cached = new byte[0] @Nullable [];
        size = newSize;
        contentReplaced();
    }

    @Override
    protected byte @Nullable [] page(long index) {
        int i = (int) index;
        byte[] page = i < cached.length ? cached[i] : null;
        if (page == null) {
            readCluster(i & -LowerCache.CLUSTER_PAGES);
            page = cached[i];
        }
        return page;
    }

    private void readCluster(int first) {
        int end = first + LowerCache.CLUSTER_PAGES;
        if (end > cached.length) {
            cached = Arrays.copyOf(cached, Math.max(end, 2 * cached.length));
        }
        byte[] bytes = new byte[LowerCache.CLUSTER_PAGES << PAGE_SHIFT];
        int n = file.content().read((long) first << PAGE_SHIFT, bytes, 0, bytes.length);
        for (int i = first; i < end; i++) {
            int from = i - first << PAGE_SHIFT;
            int length = Math.clamp(n - from, 0, PAGE_SIZE);
            if (cached[i] == null) {
                cached[i] = Arrays.copyOfRange(bytes, from, from + length);
            }
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
        byte[] page = page(index);
        if (page == null || page.length < length) {
            page = page == null ? new byte[PAGE_SIZE] : Arrays.copyOf(page, PAGE_SIZE);
            cached[(int) index] = page;
        }
        return page;
    }

    @Override
    protected void changed(long offset, int changedLength) {
        int length = (int) Math.min(changedLength, size - offset);
        if (length <= 0) {
            return;
        }
        file.markWritten();
        SharedArea shared = area();
        if (shared != null) {
            byte[] bytes = new byte[length];
            Host.copyOut(shared.address() + offset, bytes, 0, length);
            file.content().write(offset, bytes, 0, length);
            return;
        }
        byte[] page = cached[(int) (offset >>> PAGE_SHIFT)];
        if (page != null) {
            file.content().write(offset, page, (int) offset & PAGE_SIZE - 1, length);
        }
    }

    @Override
    protected void punched(long offset, long length) {
        file.markWritten();
        byte[] zeros = new byte[(int) Math.min(CHUNK, length)];
        long end = Math.min(offset + length, size);
        for (long at = offset; at < end; at += zeros.length) {
            file.content().write(at, zeros, 0, (int) Math.min(zeros.length, end - at));
        }
    }

    @Override
    protected void dropPages(long from, long to) {
        int end = (int) Math.min(cached.length, to);
        for (int i = (int) Math.min(from, end); i < end; i++) {
            cached[i] = null;
        }
    }

    @Override
    protected long nextPage(long index) {
        return index << PAGE_SHIFT < size ? index : -1;
    }

    @Override
    public long storedPages() {
        return size + PAGE_SIZE - 1 >>> PAGE_SHIFT;
    }

    @Override
    public void written() {
        mappedDirty = true;
        super.written();
    }

    /// Stores what shared mappings have changed.
    void writeBack() {
        SharedArea shared = area();
        if (!mappedDirty || shared == null) {
            return;
        }
        mappedDirty = false;
        file.markWritten();
        byte[] bytes = new byte[CHUNK];
        for (long at = 0; at < size; at += CHUNK) {
            int n = (int) Math.min(CHUNK, size - at);
            Host.copyOut(shared.address() + at, bytes, 0, n);
            file.content().write(at, bytes, 0, n);
        }
    }
}
