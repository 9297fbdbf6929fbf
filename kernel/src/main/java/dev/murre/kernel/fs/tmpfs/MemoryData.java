package dev.murre.kernel.fs.tmpfs;

import dev.murre.kernel.fs.FileData;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// File content in Java arrays, sparse. Pages stand in chunks of 512; the first chunk, which is all
/// that most files have, is an array of its own that grows with the file.
public class MemoryData extends FileData {
    private static final int CHUNK_SHIFT = 9;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int SMALLEST_PAGE = 64;

    private final TmpFs fs;
    private byte[] @Nullable [] first = new byte[0] @Nullable [];
    private final TreeMap<Long, byte[] @Nullable []> rest = new TreeMap<>();
    private long stored;
    private long size;

    public MemoryData(TmpFs fs) {
        super(fs.vfs());
        this.fs = fs;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    protected void setSize(long newSize) {
        size = newSize;
    }

    @Override
    protected byte @Nullable [] page(long index) {
        return ownPage(index);
    }

    /// The page if it was written here.
    protected final byte @Nullable [] ownPage(long index) {
        if (index < CHUNK) {
            return index < first.length ? first[(int) index] : null;
        }
        byte @Nullable [] @Nullable [] chunk = rest.get(index >>> CHUNK_SHIFT);
        return chunk == null ? null : chunk[(int) index & CHUNK - 1];
    }

    @Override
    protected byte[] pageToWrite(long index, int length) {
        byte[] bytes = ownPage(index);
        if (bytes != null && bytes.length >= length) {
            return bytes;
        }
        byte[] fresh;
        if (bytes == null) {
            fs.chargePages(1);
            stored++;
            fresh = firstContent(index, length);
        } else {
            fresh = Arrays.copyOf(bytes, Math.min(PAGE_SIZE, Math.max(length, 2 * bytes.length)));
        }
        store(index, fresh);
        return fresh;
    }

    /// What a page holds before its first write; an overlay has the lower file's bytes there.
    protected byte[] firstContent(long index, int length) {
        return new byte[length <= SMALLEST_PAGE ? SMALLEST_PAGE : length];
    }

    /// Sets a page without counting it.
    protected final void store(long index, byte @Nullable [] bytes) {
        if (index < CHUNK) {
            if (index >= first.length) {
                int grown = Math.max((int) index + 1, Math.min(CHUNK, first.length * 2));
                first = Arrays.copyOf(first, grown);
            }
            first[(int) index] = bytes;
        } else {
            byte @Nullable [] @Nullable [] chunk = rest.get(index >>> CHUNK_SHIFT);
            if (chunk == null) {
                chunk = new byte[CHUNK] @Nullable [];
                rest.put(index >>> CHUNK_SHIFT, chunk);
            }
            chunk[(int) index & CHUNK - 1] = bytes;
        }
    }

    @Override
    protected void dropPages(long from, long to) {
        long index = nextOwnPage(from);
        while (index >= 0 && index < to) {
            store(index, null);
            stored--;
            fs.chargePages(-1);
            index = nextOwnPage(index + 1);
        }
        if (from == 0 && stored == 0) {
            first = new byte[0] @Nullable [];
            rest.clear();
        }
    }

    private long nextOwnPage(long from) {
        for (long i = from; i < first.length; i++) {
            if (first[(int) i] != null) {
                return i;
            }
        }
        long start = Math.max(from, CHUNK);
        for (var entry : rest.tailMap(start >>> CHUNK_SHIFT, true).entrySet()) {
            long base = entry.getKey() << CHUNK_SHIFT;
            for (long i = Math.max(base, start); i < base + CHUNK; i++) {
                if (entry.getValue()[(int) (i - base)] != null) {
                    return i;
                }
            }
        }
        return -1;
    }

    @Override
    protected long nextPage(long index) {
        return nextOwnPage(index);
    }

    @Override
    public long storedPages() {
        return area() == null ? stored : size + PAGE_SIZE - 1 >>> PAGE_SHIFT;
    }

    @Override
    public void free() {
        dropPages(0, Long.MAX_VALUE);
        super.free();
    }
}
